package io.espalier.compressor.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.CalibratedMlp;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapleySamplingTest {
  private static final Mlp NETWORK =
      new Mlp(
          List.of(
              RandomLayers.layer(6, 5, Activation.RELU, 1),
              RandomLayers.layer(5, 6, Activation.SIGMOID, 2)));
  private static final Matrix INPUTS = new Matrix(30, 6, RandomLayers.input(180, 3));

  @Test
  void score_isTheMeanSizeOfTheExactValuesInEveryLayer() throws InterruptedException {
    LinkScores scores = score(INPUTS, 30, 2_000, 1, 2);

    Matrix hidden = NETWORK.activations(INPUTS).get(0);
    assertMeanOfExactValues(NETWORK.layers().get(0), INPUTS, scores.layers().get(0));
    assertMeanOfExactValues(NETWORK.layers().get(1), hidden, scores.layers().get(1));
  }

  @Test
  void score_isTheSameForTheSameSeedWhateverTheThreads() throws InterruptedException {
    LinkScores one = score(INPUTS, 20, 3, 7, 1);
    LinkScores four = score(INPUTS, 20, 3, 7, 4);

    for (int l = 0; l < 2; l++) {
      assertThat(four.layers().get(l)).isEqualTo(one.layers().get(l));
    }
  }

  @Test
  void score_differsFromSeedToSeed() throws InterruptedException {
    assertThat(score(INPUTS, 20, 3, 7, 1).layers().get(0))
        .isNotEqualTo(score(INPUTS, 20, 3, 8, 1).layers().get(0));
  }

  @Test
  void score_makesDoWithFewInputs() throws InterruptedException {
    assertThat(score(INPUTS.rows(0, 2), 256, 8, 0, 2).layers()).hasSize(2);
  }

  @Test
  void standardErrors_areTheSpreadBetweenSamples() throws InterruptedException {
    // Sums are outputs, so nothing but the choice of the samples is by chance.
    Mlp linear = new Mlp(List.of(RandomLayers.layer(6, 5, Activation.LINEAR, 1)));
    Matrix many = new Matrix(4000, 6, RandomLayers.input(24_000, 5));
    double[] sum = new double[30];
    double[] squares = new double[30];
    float[] errors = new float[30];
    int runs = 200;
    try (Workers workers = new Workers("test", 2)) {
      ShapleySampling scorer = new ShapleySampling(workers, new ScoringOptions(50, 1, 0, 0));
      for (int run = 0; run < runs; run++) {
        LinkScores scores = scorer.score(new CalibratedMlp(linear, many), run);
        errors = scores.standardErrors().get(0);
        for (int i = 0; i < 30; i++) {
          sum[i] += scores.layers().get(0)[i];
          squares[i] += Math.pow(scores.layers().get(0)[i], 2);
        }
      }
    }
    for (int i = 0; i < 30; i++) {
      double spread = Math.sqrt(squares[i] / runs - Math.pow(sum[i] / runs, 2));
      assertThat((double) errors[i]).isBetween(0.6 * spread, 1.6 * spread);
    }
  }

  @Test
  void score_endsOnceTheChoiceIsStable() throws InterruptedException {
    Matrix many = new Matrix(8000, 6, RandomLayers.input(48_000, 6));
    try (Workers workers = new Workers("test", 2)) {
      LinkScores all = atInstability(0, many, workers);
      LinkScores early = atInstability(0.2, many, workers);

      assertThat(early.standardErrors().get(0)[0])
          .isGreaterThan(1.2f * all.standardErrors().get(0)[0]);
    }
  }

  private static LinkScores atInstability(double instability, Matrix inputs, Workers workers)
      throws InterruptedException {
    return new ShapleySampling(workers, new ScoringOptions(8000, 2, 0.5, instability))
        .score(new CalibratedMlp(NETWORK, inputs), 7);
  }

  @Test
  void instability_isTheExpectedShareOfThoseKeptThatChange() {
    float[] scores = {3, 2, 1, 0};

    // The threshold is 1.5, so only the two next to it are in doubt, by half an error each.
    double doubtful =
        new LayerSums.Estimate(scores, new float[] {1e-3f, 1, 1, 1e-3f}).instability(2);
    double sure =
        new LayerSums.Estimate(scores, new float[] {0.1f, 0.1f, 0.1f, 0.1f}).instability(2);

    assertThat(doubtful).isCloseTo(2 * 0.3085 / 4, within(1e-3));
    assertThat(sure).isLessThan(1e-5);
    assertThat(new LayerSums.Estimate(new float[2], new float[2]).instability(1)).isEqualTo(0.5);
  }

  private static LinkScores score(Matrix inputs, int rows, int pairs, long seed, int threads)
      throws InterruptedException {
    try (Workers workers = new Workers("test", threads)) {
      return new ShapleySampling(workers, new ScoringOptions(rows, pairs, 0, 0))
          .score(new CalibratedMlp(NETWORK, inputs), seed);
    }
  }

  private static void assertMeanOfExactValues(DenseLayer layer, Matrix inputs, float[] scores) {
    for (int unit = 0; unit < layer.outputs(); unit++) {
      double[] mean = new double[layer.inputs()];
      for (int r = 0; r < inputs.rows(); r++) {
        double[] exact = EnumeratedGame.ofUnit(layer, unit, inputs.rows(r, r + 1).values());
        for (int i = 0; i < mean.length; i++) {
          mean[i] += Math.abs(exact[i]) / inputs.rows();
        }
      }
      for (int i = 0; i < mean.length; i++) {
        assertThat((double) scores[i * layer.outputs() + unit]).isCloseTo(mean[i], within(5e-3));
      }
    }
  }
}
