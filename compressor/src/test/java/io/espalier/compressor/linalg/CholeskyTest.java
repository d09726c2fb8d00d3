package io.espalier.compressor.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CholeskyTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 17})
  void solve_givesWhatTheMatrixTakesBack(int n) {
    double[][] matrix = positiveDefinite(n, n);
    SplittableRandom random = new SplittableRandom(1);
    double[] b = random.doubles(n, -1, 1).toArray();

    double[] x = b.clone();
    Cholesky.factor(positiveDefinite(n, n)).solve(x);

    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += matrix[i][j] * x[j];
      }
      assertThat(sum).isCloseTo(b[i], within(1e-10));
    }
  }

  @Test
  void inverseDiagonal_isWhatSolvingForUnitVectorsGives() {
    Cholesky factor = Cholesky.factor(positiveDefinite(9, 3));

    double[] diagonal = factor.inverseDiagonal();

    for (int i = 0; i < 9; i++) {
      double[] e = new double[9];
      e[i] = 1;
      factor.solve(e);
      assertThat(diagonal[i]).isCloseTo(e[i], within(1e-10));
    }
  }

  @Test
  void factor_refusesWhatIsNotPositiveDefinite() {
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> Cholesky.factor(new double[][] {{1, 2}, {2, 1}}))
        .withMessage("cholesky: expected a positive definite matrix, found pivot -3.0 in row 1");
  }

  private static double[][] positiveDefinite(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] a = random.doubles((long) n * n, -1, 1).toArray();
    double[][] matrix = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          matrix[i][j] += a[k * n + i] * a[k * n + j];
        }
      }
      matrix[i][i] += 0.1;
    }
    return matrix;
  }
}
