package io.espalier.compressor.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Permutations;
import io.espalier.compressor.linalg.Workers;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClosedFormsTest {
  private static final int N = 8;
  private static final int UNITS = 3;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void rank_isTheRootMeanSquareOfTheEnumeratedValues(long seed) throws InterruptedException {
    LinkModel model = Fakes.correlated(N, UNITS, 30, seed);
    DenseLayer layer = model.layers().get(0).groups().get(0);
    Matrix x = model.run(0).batch(0, 0).inputs();
    float[] means = x.columnMeans();

    float[] scores = closedForms(model).scores().layers().get(0);

    for (int unit = 0; unit < UNITS; unit++) {
      double[] squares = new double[N];
      for (int r = 0; r < x.rows(); r++) {
        double[] values = EnumeratedGame.values(N, withMeans(layer, unit, x, r, means));
        for (int i = 0; i < N; i++) {
          squares[i] += values[i] * values[i] / x.rows();
        }
      }
      for (int i = 0; i < N; i++) {
        assertThat((double) scores[i * UNITS + unit])
            .isCloseTo(Math.sqrt(squares[i]), within(1e-5));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void quadratic_isTheEnumeratedValueAndThatOfAnyOnePairOfOrders(long seed)
      throws InterruptedException {
    LinkModel model = Fakes.correlated(N, UNITS, 40, seed);
    DenseLayer layer = model.layers().get(0).groups().get(0);
    Matrix x = model.run(0).batch(0, 0).inputs();

    float[] quadratic = closedForms(model).quadratic().get(0);

    for (int unit = 0; unit < UNITS; unit++) {
      int of = unit;
      double[] exact = EnumeratedGame.values(N, coalition -> worth(layer, of, x, coalition));
      double[] onePair = onePair(layer, unit, x, new SplittableRandom(seed));
      for (int i = 0; i < N; i++) {
        assertThat((double) quadratic[i * UNITS + unit]).isCloseTo(exact[i], within(1e-4));
        assertThat(onePair[i]).isCloseTo(exact[i], within(1e-9));
      }
    }
  }

  @Test
  void closedForms_runThroughAllBatches() throws InterruptedException {
    LinkModel model = Fakes.correlated(N, UNITS, 5000, 7);
    DenseLayer layer = model.layers().get(0).groups().get(0);
    double[] sum = new double[N];
    double[] squares = new double[N];
    for (int b = 0; b < model.batches(); b++) {
      Matrix x = model.run(b).batch(0, 0).inputs();
      for (int k = 0; k < x.values().length; k++) {
        sum[k % N] += x.values()[k];
        squares[k % N] += x.values()[k] * x.values()[k];
      }
    }

    float[] rank = closedForms(model).scores().layers().get(0);
    float[] wanda;
    try (Workers workers = new Workers("test", 2)) {
      wanda = new Wanda(workers).score(model, 0).layers().get(0);
    }

    for (int link = 0; link < rank.length; link++) {
      int i = link / UNITS;
      double size = Math.abs(layer.weights()[link]);
      double variance = squares[i] / 5000 - Math.pow(sum[i] / 5000, 2);
      assertThat((double) rank[link]).isCloseTo(size * Math.sqrt(variance), within(1e-4));
      assertThat((double) wanda[link]).isCloseTo(size * Math.sqrt(squares[i] / 5000), within(1e-4));
    }
  }

  @Test
  void rank_ofAnInputThatNeverChangesIsZero() throws InterruptedException {
    Matrix x = new Matrix(3, 2, new float[] {1e4f, 1, 1e4f, 2, 1e4f, 3});
    LinkModel model = Fakes.single(RandomLayers.layer(2, 1, Activation.RELU, 8), x);

    float[] scores = closedForms(model).scores().layers().get(0);

    assertThat(scores[0]).isZero();
    assertThat(scores[1]).isPositive();
  }

  private static ShapleyExact.ClosedForms closedForms(LinkModel model) throws InterruptedException {
    try (Workers workers = new Workers("test", 2)) {
      return new ShapleyExact(workers).closedForms(model);
    }
  }

  private static IntToDoubleFunction withMeans(
      DenseLayer layer, int unit, Matrix x, int row, float[] means) {
    return coalition ->
        IntStream.range(0, N)
            .mapToDouble(
                i ->
                    layer.weights()[i * UNITS + unit]
                        * (double) ((coalition & 1 << i) != 0 ? x.get(row, i) : means[i]))
            .sum();
  }

  /** −E[(Σ_{i∉S} w_i x_i)²]. */
  private static double worth(DenseLayer layer, int unit, Matrix x, int coalition) {
    double worth = 0;
    for (int r = 0; r < x.rows(); r++) {
      double missing = 0;
      for (int i = 0; i < N; i++) {
        if ((coalition & 1 << i) == 0) {
          missing += (double) layer.weights()[i * UNITS + unit] * x.get(r, i);
        }
      }
      worth -= missing * missing / x.rows();
    }
    return worth;
  }

  private static double[] onePair(DenseLayer layer, int unit, Matrix x, SplittableRandom random) {
    int[] order = IntStream.range(0, N).toArray();
    Permutations.shuffle(order, random);
    double[] values = new double[N];
    for (int way = 0; way < 2; way++) {
      int coalition = 0;
      for (int i : order) {
        double before = worth(layer, unit, x, coalition);
        coalition |= 1 << i;
        values[i] += (worth(layer, unit, x, coalition) - before) / 2;
      }
      Permutations.reverse(order);
    }
    return values;
  }
}
