package io.espalier.compressor.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ShardTest {
  private static final int ROWS = 6;
  private static final int[] ORDER = {4, 1, 0, 5, 3, 2};

  private final SplittableRandom random = new SplittableRandom(11);
  private final Mlp network = Parameters.untrained(List.of(5, 4, 3, 5), Activation.SIGMOID, random);
  private final Matrix images = randomMatrix(ROWS, 5);

  @Test
  void backpropagate_givesTheGradientThatDifferencesGive() {
    Shard shard = new Shard(network, Lesson.reconstruction(images), ROWS);
    shard.backpropagate(ORDER, 0, ROWS, ROWS, 0);

    List<float[]> parameters = Parameters.of(network);
    for (int p = 0; p < parameters.size(); p++) {
      for (int i = 0; i < parameters.get(p).length; i++) {
        assertThat((double) shard.gradients().get(p)[i])
            .as("parameter %d of array %d", i, p)
            .isCloseTo(difference(parameters.get(p), i), within(2e-3));
      }
    }
  }

  @Test
  void backpropagate_ofTwoPartsSumsToTheWhole() {
    Shard whole = new Shard(network, Lesson.reconstruction(images), ROWS);
    Shard first = new Shard(network, Lesson.reconstruction(images), ROWS);
    Shard second = new Shard(network, Lesson.reconstruction(images), ROWS);
    whole.backpropagate(ORDER, 0, ROWS, ROWS, 0);
    first.backpropagate(ORDER, 0, 2, ROWS, 0);
    second.backpropagate(ORDER, 2, ROWS, ROWS, 0);

    float[] sum = first.gradients().get(0).clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += second.gradients().get(0)[i];
    }
    assertThat(sum).containsExactly(whole.gradients().get(0), within(1e-6f));
  }

  @Test
  void backpropagate_measuresCrossEntropyPerPixel() {
    Shard shard = new Shard(network, Lesson.reconstruction(images), ROWS);
    shard.backpropagate(ORDER, 0, 1, ROWS, 0);

    assertThat(shard.loss() / shard.lossOutputs())
        .isCloseTo(loss(images.rows(new int[] {ORDER[0]})) / 5, within(1e-5));
  }

  private double difference(float[] parameters, int i) {
    float step = 1e-3f;
    float there = parameters[i];
    parameters[i] = there + step;
    double above = loss(images);
    parameters[i] = there - step;
    double below = loss(images);
    parameters[i] = there;
    return (above - below) / (2 * step);
  }

  /** The mean over the images of the cross-entropy summed over pixels. */
  private double loss(Matrix rows) {
    float[] y = network.apply(rows).values();
    double loss = 0;
    for (int i = 0; i < y.length; i++) {
      float x = rows.values()[i];
      loss -= x * Math.log(y[i]) + (1 - x) * Math.log(1 - y[i]);
    }
    return loss / rows.rows();
  }

  private Matrix randomMatrix(int rows, int columns) {
    Matrix matrix = Matrix.zeros(rows, columns);
    for (int i = 0; i < matrix.values().length; i++) {
      matrix.values()[i] = (float) random.nextDouble();
    }
    return matrix;
  }
}
