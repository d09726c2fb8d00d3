package io.espalier.compressor.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DifferentiableMlpTest {
  private static final int ROWS = 7;

  private final SplittableRandom random = new SplittableRandom(3);

  @ParameterizedTest
  @EnumSource
  void gradients_areTheDifferencesOfEachSamplesLoss(Loss loss) {
    Mlp network = Parameters.untrained(List.of(5, 6, 4, 3), loss.output(), random);
    Lesson lesson = lesson(loss);
    LinkModel.Pass pass = new DifferentiableMlp(network, lesson).run(0);

    // By the sum of a unit is by its bias.
    for (int layer = network.layers().size() - 1; layer >= 0; layer--) {
      Matrix gradients = pass.gradients(layer, 0);
      float[] bias = network.layers().get(layer).bias();
      for (int unit = 0; unit < bias.length; unit++) {
        double[] differences = differences(network, lesson, bias, unit);
        for (int sample = 0; sample < ROWS; sample++) {
          assertThat((double) gradients.get(sample, unit))
              .as("layer %d, unit %d, sample %d", layer, unit, sample)
              .isCloseTo(differences[sample], within(2e-3));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void slopes_areThoseOfEveryActivation(Activation activation) {
    for (float z = -7.3f; z < 7.5f; z += 0.5f) {
      float[] delta = {2f};
      Slopes.multiply(activation, new float[] {activation.apply(z)}, delta, 1);

      double difference = (activation.apply(z + 1e-2f) - activation.apply(z - 1e-2f)) / 1e-2;
      assertThat((double) delta[0]).as("at %s", z).isCloseTo(difference, within(2e-3));
    }
  }

  @Test
  void sampled_keepsEachTargetWithItsInput() {
    Matrix inputs = randomMatrix(ROWS, 5);
    Mlp network = Parameters.untrained(List.of(5, 2, 5), Activation.SIGMOID, random);

    DifferentiableMlp sampled =
        (DifferentiableMlp)
            new DifferentiableMlp(network, Lesson.reconstruction(inputs))
                .sampled(4, new SplittableRandom(1));

    assertThat(sampled.lesson().inputs().rows()).isEqualTo(4);
    assertThat(sampled.lesson().targets().values()).isEqualTo(sampled.lesson().inputs().values());
  }

  @Test
  void differentiableMlp_refusesALossThatItsOutputDoesNotFit() {
    Mlp network = Parameters.untrained(List.of(5, 2, 5), Activation.LINEAR, random);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DifferentiableMlp(network, Lesson.reconstruction(randomMatrix(2, 5))))
        .withMessage("loss: binary cross entropy needs a last layer that is SIGMOID, found LINEAR");
  }

  private Lesson lesson(Loss loss) {
    Matrix targets = randomMatrix(ROWS, 3);
    for (int r = 0; r < ROWS; r++) {
      float sum = targets.get(r, 0) + targets.get(r, 1) + targets.get(r, 2);
      for (int k = 0; k < 3; k++) {
        targets.values()[3 * r + k] /= sum;
      }
    }
    return new Lesson(randomMatrix(ROWS, 5), targets, loss, Optional.empty());
  }

  private static double[] differences(Mlp network, Lesson lesson, float[] bias, int unit) {
    float step = 1e-3f;
    float there = bias[unit];
    bias[unit] = there + step;
    double[] above = losses(network, lesson);
    bias[unit] = there - step;
    double[] below = losses(network, lesson);
    bias[unit] = there;
    double[] differences = new double[ROWS];
    for (int r = 0; r < ROWS; r++) {
      differences[r] = (above[r] - below[r]) / (2 * step);
    }
    return differences;
  }

  private static double[] losses(Mlp network, Lesson lesson) {
    float[] y = network.apply(lesson.inputs()).values();
    double[] losses = new double[ROWS];
    for (int r = 0; r < ROWS; r++) {
      losses[r] = lesson.loss().of(y, lesson.targets().values(), 3 * r, 3);
    }
    return losses;
  }

  private Matrix randomMatrix(int rows, int columns) {
    Matrix matrix = Matrix.zeros(rows, columns);
    for (int i = 0; i < matrix.values().length; i++) {
      matrix.values()[i] = (float) random.nextDouble();
    }
    return matrix;
  }
}
