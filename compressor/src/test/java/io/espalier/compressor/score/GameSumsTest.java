package io.espalier.compressor.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.linalg.Matrix;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GameSumsTest {
  private static final int N = 5;
  private static final int UNITS = 3;
  private static final int SAMPLES = 2000;
  // Sums are outputs, so the value of a link is w · x and only positions are by chance.
  private static final DenseLayer KERNEL = RandomLayers.layer(N, UNITS, Activation.LINEAR, 1);

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 9})
  void add_looksAtPositionsOfEverySampleEquallyOften(int positions) {
    Matrix inputs =
        new Matrix(SAMPLES * positions, N, RandomLayers.input(SAMPLES * positions * N, 2));
    float[] means = inputs.columnMeans();
    GameSums sums = new GameSums(KERNEL, 0, UNITS, 1);
    float[] scores = new float[N * UNITS];
    float[] errors = new float[N * UNITS];

    sums.add(inputs, new SplittableRandom(3).longs(SAMPLES).toArray(), 0, SAMPLES);
    sums.write(SAMPLES, scores, errors, 0);

    for (int link = 0; link < scores.length; link++) {
      double exact = Math.abs(KERNEL.weights()[link]) * means[link / UNITS];
      // Up to four positions are all there are; of more, those drawn stand for the others.
      double allowed = positions <= 4 ? 1e-5 : 5 * errors[link];
      assertThat((double) scores[link]).isCloseTo(exact, within(allowed));
      assertThat(errors[link]).isPositive();
    }
  }
}
