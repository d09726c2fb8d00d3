package io.espalier.compressor.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.linalg.Matrix;
import org.junit.jupiter.api.Test;

class RbfSvmTest {
  private static final Matrix VECTORS = new Matrix(2, 1, new float[] {0, 2});

  @Test
  void decisionValues_followTheDefinition() {
    RbfSvm machine =
        new RbfSvm(new int[] {0, 1}, VECTORS, new double[][] {{3, -1}}, new double[] {0.25}, 0.5);

    double[] values = machine.decisionValues(new Matrix(1, 1, new float[] {1}), 0);

    assertThat(values[0]).isCloseTo(2 * Math.exp(-0.5) - 0.25, within(1e-12));
  }

  @Test
  void predict_givesADecisionOfZeroToTheSecond_asLibsvmDoes() {
    RbfSvm undecided = new RbfSvm(new int[] {4, 7}, VECTORS, new double[1][2], new double[1], 0.5);

    assertThat(undecided.predict(VECTORS)).containsExactly(7, 7);
  }

  @Test
  void constructor_refusesPartsThatDoNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RbfSvm(new int[] {1, 0}, VECTORS, new double[1][2], new double[1], 1))
        .withMessage("svm: expected labels from 0, ascending, found [1, 0]");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new RbfSvm(new int[] {0, 1, 2}, VECTORS, new double[1][2], new double[1], 1))
        .withMessage("svm: 3 classes need 3 pairs, found 1 rows of coefficients and 1 of rho");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RbfSvm(new int[] {0, 1}, VECTORS, new double[1][3], new double[1], 1))
        .withMessage("svm: expected 2 coefficients per pair, found 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RbfSvm(new int[] {0, 1}, VECTORS, new double[1][2], new double[1], 0))
        .withMessage("svm: expected gamma above 0, found 0.0");
  }
}
