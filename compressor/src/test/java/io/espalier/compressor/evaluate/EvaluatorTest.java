package io.espalier.compressor.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.linalg.Matrix;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
  @Test
  void accuracy_isTheShareOfRowsWhoseLargestColumnIsTheLabel() {
    Matrix outputs = new Matrix(4, 3, new float[] {1, 0, 0, 0, 2, 1, 5, 5, 5, -3, -2, -1});

    assertThat(Evaluator.accuracy(outputs, new int[] {0, 1, 0, 2})).isEqualTo(1);
    assertThat(Evaluator.accuracy(outputs, new int[] {0, 2, 1, 2})).isEqualTo(.5);
  }

  @Test
  void accuracy_ofOneColumnIsByThresholdOrByClass() {
    Matrix chances = new Matrix(4, 1, new float[] {.2f, .5f, .7f, .49f});
    Matrix classes = new Matrix(4, 1, new float[] {3, 1, 0, 2});

    assertThat(Evaluator.accuracy(chances, new int[] {0, 1, 1, 0})).isEqualTo(1);
    assertThat(Evaluator.accuracy(chances, new int[] {0, 0, 0, 0})).isEqualTo(.5);
    assertThat(Evaluator.accuracy(classes, new int[] {3, 1, 0, 0})).isEqualTo(.75);
  }

  @Test
  void accuracy_refusesLabelsThatDoNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evaluator.accuracy(Matrix.zeros(3, 2), new int[] {0, 1}))
        .withMessage("labels: expected 3, one a sample, found 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evaluator.accuracy(Matrix.zeros(2, 2), new int[] {0, 2}))
        .withMessage("labels: expected 0 to 1, for the model has 2 outputs, found 2");
  }

  @Test
  void relativeError_is0ForTheSameAnd1ForTheMeans() {
    Matrix reference = new Matrix(3, 2, new float[] {1, 10, 2, 20, 3, 60});
    Matrix means = new Matrix(3, 2, new float[] {2, 30, 2, 30, 2, 30});

    assertThat(Evaluator.relativeError(List.of(reference), List.of(reference))).isZero();
    assertThat(Evaluator.relativeError(List.of(means), List.of(reference))).isEqualTo(1);
  }

  @Test
  void relativeError_addsUpOverOutputs() {
    Matrix reference = new Matrix(2, 1, new float[] {-1, 1});
    Matrix off = new Matrix(2, 1, new float[] {-1, 2});

    assertThat(Evaluator.relativeError(List.of(off, reference), List.of(reference, reference)))
        .isCloseTo(.25, within(1e-12));
  }

  @Test
  void relativeError_ofAReferenceThatNeverVariesIs1() {
    Matrix still = new Matrix(2, 1, new float[] {3, 3});
    Matrix off = new Matrix(2, 1, new float[] {3, 3.5f});

    assertThat(Evaluator.relativeError(List.of(still), List.of(still))).isZero();
    assertThat(Evaluator.relativeError(List.of(off), List.of(still))).isEqualTo(1);
  }

  @Test
  void relativeError_refusesOtherShapes() {
    List<Matrix> two = List.of(Matrix.zeros(2, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evaluator.relativeError(two, List.of(Matrix.zeros(2, 4))))
        .withMessage("outputs: expected 2 × 4 as the reference has, found 2 × 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evaluator.relativeError(two, List.of()))
        .withMessage("outputs: expected 0 as the reference has, found 1");
  }
}
