package io.espalier.compressor.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class NativeMatrixTest {
  private static final Matrix A = new Matrix(2, 3, new float[] {1, 2, 3, 4, 5, 6});

  @Test
  void multiply_worksOnBlocksInPlace() {
    try (NativeMatrix a = NativeMatrix.of(A);
        NativeMatrix c = new NativeMatrix(3, 4)) {
      c.set(0, new float[] {9, 9, 9, 9, 9, 1, 1, 9, 9, 1, 1, 9});

      Blas.multiply(2, a.block(0, 1, 2, 2), a.block(0, 0, 2, 2), 1, c.block(1, 1, 2, 2));

      assertThat(c.copy().values()).containsExactly(9, 9, 9, 9, 9, 29, 39, 9, 9, 59, 81, 9);
    }
  }

  @Test
  void multiply_takesEitherSideTransposed() {
    try (NativeMatrix a = NativeMatrix.of(A);
        NativeMatrix left = new NativeMatrix(3, 3);
        NativeMatrix right = new NativeMatrix(2, 2)) {
      Blas.multiplyTransposedLeft(1, a.all(), a.all(), 0, left.all());
      Blas.multiplyTransposedRight(1, a.all(), a.all(), 0, right.all());

      assertThat(left.copy().values()).containsExactly(17, 22, 27, 22, 29, 36, 27, 36, 45);
      assertThat(right.copy().values()).containsExactly(14, 32, 32, 77);
    }
  }

  @Test
  void multiply_refusesBlocksThatDoNotFit() {
    try (NativeMatrix a = NativeMatrix.of(A)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Blas.multiply(1, a.all(), a.all(), 0, a.all()))
          .withMessage("product: 2 × 3 times 2 × 3 does not make 2 × 3");
    }
  }

  @Test
  void block_doesNotReachOut() {
    try (NativeMatrix a = NativeMatrix.of(A)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> a.block(1, 0, 2, 3))
          .withMessage("block: 2 × 3 at 1, 0 reaches out of 2 × 3");
      assertThatIllegalArgumentException().isThrownBy(() -> a.block(0, Integer.MAX_VALUE, 1, 1));
    }
  }

  @Test
  void setAndGet_moveWholeRows() {
    try (NativeMatrix a = NativeMatrix.of(A)) {
      float[] row = new float[3];
      a.set(0, new float[] {0, 7, 8, 9}, 1, 3);
      a.get(0, row);

      assertThat(row).containsExactly(7, 8, 9);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> a.set(1, new float[6]))
          .withMessage("matrix: 6 values do not fill rows of 3 from row 1 of 2");
    }
  }

  @Test
  void values_areGoneOnceClosed() {
    NativeMatrix a = NativeMatrix.of(A);
    a.close();

    assertThatIllegalStateException().isThrownBy(a::copy);
  }
}
