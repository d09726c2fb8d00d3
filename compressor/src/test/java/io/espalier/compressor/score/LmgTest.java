package io.espalier.compressor.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LmgTest {
  private static final int N = 7;
  private static final int UNITS = 3;
  private static final Workers WORKERS = new Workers("test", 2);

  @AfterAll
  static void endThreads() {
    WORKERS.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void score_agreesWithFullEnumeration(long seed) throws InterruptedException {
    LinkModel model = Fakes.correlated(N, UNITS, 200, seed);
    Gram gram = Gram.ofLayer(model, model, 0, Gram.RIDGE, WORKERS).get(0);

    float[] scores = new Lmg(WORKERS, 3000).score(group(model), gram, seed);

    for (int unit = 0; unit < UNITS; unit++) {
      int of = unit;
      double[] exact = EnumeratedGame.values(N, coalition -> worth(gram, of, coalition));
      for (int i = 0; i < N; i++) {
        assertThat((double) scores[i * UNITS + unit])
            .isCloseTo(exact[i], within(0.03 * worth(gram, unit, (1 << N) - 1)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void score_addsUpToWhatAllInputsExplain(long seed) throws InterruptedException {
    LinkModel model = Fakes.correlated(N, UNITS, 100, seed);
    Gram gram = Gram.ofLayer(model, model, 0, Gram.RIDGE, WORKERS).get(0);

    float[] scores = new Lmg(WORKERS, 1).score(group(model), gram, seed);

    for (int unit = 0; unit < UNITS; unit++) {
      double sum = 0;
      for (int i = 0; i < N; i++) {
        sum += scores[i * UNITS + unit];
      }
      double all = worth(gram, unit, (1 << N) - 1);
      assertThat(sum).isCloseTo(all, within(1e-5 * all));
    }
  }

  @Test
  void score_ofInputsThatDoTheSameIsTheSameAndThatOfOneThatTellsNothingIsZero()
      throws InterruptedException {
    // Inputs 0 and 1 are alike, 2 stands apart from all sums.
    Matrix covariance =
        new Matrix(4, 4, new float[] {2, 1, 0, 0.5f, 1, 2, 0, 0.5f, 0, 0, 1, 0, 0.5f, 0.5f, 0, 1});
    Matrix cross = new Matrix(4, 1, new float[] {0.7f, 0.7f, 0, -0.4f});
    Gram gram = new Gram(covariance, cross, new float[4], new float[1]);

    float[] scores =
        new Lmg(WORKERS, 2000).score(RandomLayers.layer(4, 1, Activation.RELU, 1), gram, 0);

    assertThat(scores[0]).isCloseTo(scores[1], within(0.02f * scores[0]));
    assertThat(scores[2]).isZero();
    assertThat(scores[3]).isPositive();
  }

  @Test
  void lmg_refusesNoOrders() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Lmg(WORKERS, 0))
        .withMessage("lmg: expected at least 1 pair, found 0");
  }

  private static DenseLayer group(LinkModel model) {
    return model.layers().get(0).groups().get(0);
  }

  private static double worth(Gram gram, int unit, int coalition) {
    List<Integer> set =
        IntStream.range(0, N).filter(i -> (coalition & 1 << i) != 0).boxed().toList();
    return NaiveSelection.explained(gram, unit, set);
  }
}
