package io.espalier.compressor.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardSelectionTest {
  @ParameterizedTest
  @CsvSource({"1,1,1", "1,3,1", "12,1,1", "12,4,0.5", "40,5,1", "150,3,0.6"})
  void score_isThatOfTheDefinition(int inputs, int units, double depth)
      throws InterruptedException {
    LinkModel model = Fakes.correlated(inputs, units, 300, 7L * inputs + units);
    DenseLayer group = model.layers().get(0).groups().get(0);

    try (Workers workers = new Workers("test", 2)) {
      Gram gram = Gram.ofLayer(model, model, 0, Gram.RIDGE, workers).get(0);
      float[] scores = new ForwardSelection(workers, depth).score(group, gram, 0);

      int steps = (int) Math.max(1, Math.round(depth * inputs));
      for (int unit = 0; unit < units; unit++) {
        double[] expected = NaiveSelection.gains(gram, unit, steps);
        double most = Arrays.stream(expected).max().orElseThrow();
        for (int i = 0; i < inputs; i++) {
          assertThat((double) scores[i * units + unit])
              .as("link %d of unit %d", i, unit)
              .isCloseTo(expected[i], within(1e-4 * most));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "3"})
  void score_isTheSameForAnyNumberOfThreads(int threads) throws InterruptedException {
    LinkModel model = Fakes.correlated(60, 40, 300, 3);
    try (Workers two = new Workers("test", 2);
        Workers others = new Workers("test", threads)) {
      assertThat(new ForwardSelection(others, 0.5).score(model, 0).layers().get(0))
          .isEqualTo(new ForwardSelection(two, 0.5).score(model, 0).layers().get(0));
    }
  }

  @Test
  void score_ofAnInputThatNeverChangesIsZero() throws InterruptedException {
    Matrix samples = new Matrix(50, 6, RandomLayers.input(300, 1));
    for (int r = 0; r < 50; r++) {
      samples.values()[r * 6 + 2] = 0.25f;
    }
    LinkModel model = Fakes.single(RandomLayers.layer(6, 3, Activation.RELU, 2), samples);
    try (Workers workers = new Workers("test", 1)) {
      float[] scores = new ForwardSelection(workers, 1).score(model, 0).layers().get(0);

      for (int unit = 0; unit < 3; unit++) {
        assertThat(scores[2 * 3 + unit]).isLessThan(1e-9f);
        assertThat(scores[3 * 3 + unit]).isPositive();
      }
    }
  }

  @Test
  void score_isZeroWhereNothingEverChanges() throws InterruptedException {
    LinkModel model =
        Fakes.single(RandomLayers.layer(4, 2, Activation.RELU, 3), Matrix.zeros(5, 4));
    try (Workers workers = new Workers("test", 1)) {
      assertThat(new ForwardSelection(workers, 1).score(model, 0).layers().get(0)).containsOnly(0f);
    }
  }
}
