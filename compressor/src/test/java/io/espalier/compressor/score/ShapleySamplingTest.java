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
        double[] exact = new EnumeratedGame(layer, unit, inputs.rows(r, r + 1).values()).values();
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
