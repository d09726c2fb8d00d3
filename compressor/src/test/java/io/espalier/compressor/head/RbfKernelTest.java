package io.espalier.compressor.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.linalg.Matrix;
import org.junit.jupiter.api.Test;

class RbfKernelTest {
  @Test
  void between_agreesWithTheDefinition_seeds31And32() {
    Matrix a = TestClusters.of(31, 7, 5, 0, 1).points();
    Matrix b = TestClusters.of(32, 9, 5, 0, 1).points();

    Matrix kernel = new RbfKernel(0.3).between(a, b);

    assertThat(kernel.columns()).isEqualTo(9);
    for (int i = 0; i < 7; i++) {
      for (int j = 0; j < 9; j++) {
        double squaredDistance = 0;
        for (int f = 0; f < 5; f++) {
          squaredDistance += Math.pow(a.get(i, f) - (double) b.get(j, f), 2);
        }
        assertThat((double) kernel.get(i, j))
            .isCloseTo(Math.exp(-0.3 * squaredDistance), within(1e-6));
      }
    }
  }

  @Test
  void between_isOneForARowAndItself() {
    Matrix points = TestClusters.of(33, 5, 50, 0, 1).points();

    Matrix kernel = new RbfKernel(2).between(points, points);

    for (int i = 0; i < 5; i++) {
      assertThat(kernel.get(i, i)).isCloseTo(1f, within(1e-3f)).isLessThanOrEqualTo(1);
    }
  }
}
