package io.espalier.compressor.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorsTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 9})
  void subtractProduct_takesTheFirstRowsAlone(int count) {
    SplittableRandom random = new SplittableRandom(count);
    float[][] y = rows(3, 1500, random);
    float[][] a = rows(10, 3, random);
    float[][] x = rows(10, 1500, random);
    double[][] expected = new double[3][1500];
    for (int j = 0; j < 3; j++) {
      for (int i = 0; i < 1500; i++) {
        expected[j][i] = y[j][i];
        for (int t = 0; t < count; t++) {
          expected[j][i] -= (double) a[t][j] * x[t][i];
        }
      }
    }

    Vectors.subtractProduct(y, a, x, count);

    for (int j = 0; j < 3; j++) {
      for (int i = 0; i < 1500; i++) {
        assertThat((double) y[j][i]).isCloseTo(expected[j][i], within(1e-5));
      }
    }
  }

  private static float[][] rows(int rows, int columns, SplittableRandom random) {
    float[][] numbers = new float[rows][columns];
    for (float[] row : numbers) {
      for (int i = 0; i < columns; i++) {
        row[i] = (float) random.nextDouble(-1, 1);
      }
    }
    return numbers;
  }
}
