package io.espalier.compressor.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.linalg.Matrix;
import org.junit.jupiter.api.Test;

class KernelRowsTest {
  private static final double GAMMA = 0.3;

  @Test
  void of_agreesWithTheDefinition_seeds31And32() {
    Matrix a = TestClusters.of(31, 7, 5, 0, 1).points();
    Matrix b = TestClusters.of(32, 9, 5, 0, 1).points();

    KernelRows rows = new KernelRows(GAMMA, a, b, 1 << 20);

    assertThat(rows.size()).isEqualTo(16);
    for (int i = 0; i < 16; i++) {
      float[] row = rows.of(i);
      for (int j = 0; j < 16; j++) {
        assertThat((double) row[j]).isCloseTo(kernel(at(i, a, b), at(j, a, b)), within(1e-6));
      }
    }
  }

  @Test
  void of_isOneForASampleAndItself() {
    Matrix points = TestClusters.of(33, 5, 50, 0, 1).points();

    KernelRows rows = new KernelRows(2, points, points, 1 << 20);

    for (int i = 0; i < 10; i++) {
      assertThat(rows.of(i)[i]).isEqualTo(1);
      assertThat(rows.of(i)[(i + 5) % 10]).isCloseTo(1f, within(1e-3f)).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void of_givesTheSame_howeverLittleIsKept() {
    Matrix points = TestClusters.of(34, 40, 5, 0, 1).points();
    KernelRows all = new KernelRows(GAMMA, points, points, 1 << 20);
    KernelRows two = new KernelRows(GAMMA, points, points, 0);

    for (int i = 0; i < 80; i++) {
      int other = (i * 7) % 80;
      float[] row = two.of(i);
      assertThat(two.of(other)).isEqualTo(all.of(other));
      assertThat(row).isEqualTo(all.of(i));
    }
  }

  private static float[] at(int i, Matrix a, Matrix b) {
    return i < a.rows()
        ? a.rows(i, i + 1).values()
        : b.rows(i - a.rows(), i - a.rows() + 1).values();
  }

  private static double kernel(float[] x, float[] y) {
    double squaredDistance = 0;
    for (int f = 0; f < x.length; f++) {
      squaredDistance += Math.pow(x[f] - (double) y[f], 2);
    }
    return Math.exp(-GAMMA * squaredDistance);
  }
}
