package io.espalier.compressor.tflite;

import static io.espalier.compressor.tflite.TestNetworks.PROVENANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.shared.artifact.Precision;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TfLiteRunnerTest {
  private static final Mlp NETWORK = TestNetworks.pruned(1, 50, 40, 50);
  private static final byte[] FILE = TfLiteWriter.write(NETWORK, Precision.FP32, PROVENANCE);

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "INT8_FULL") // Takes samples.
  void run_givesTheSameRows_oneByOneAndInBatches(Precision precision) {
    Matrix inputs = TestNetworks.inputs(2, 600, 50);
    try (TfLiteRunner runner =
        TfLiteRunner.open(TfLiteWriter.write(NETWORK, precision, PROVENANCE), 2)) {
      Matrix together = runner.run(inputs);
      for (int row = 0; row < inputs.rows(); row += 97) {
        Matrix alone = runner.run(inputs.rows(row, row + 1));
        assertThat(alone.values())
            .containsExactly(together.rows(row, row + 1).values(), within(1e-6f));
      }
    }
  }

  @Test
  void run_givesNoRowsForNone() {
    try (TfLiteRunner runner = TfLiteRunner.open(FILE, 1)) {
      assertThat(runner.run(Matrix.zeros(0, 50)).rows()).isZero();
    }
  }

  @Test
  void classes_areTheFirstOfTheLargestColumns() {
    TfLiteGraph graph = new TfLiteGraph(4);
    byte[] file = graph.encode(graph.argMax("class", graph.input()), PROVENANCE);
    Matrix inputs = new Matrix(3, 4, new float[] {1, 3, 3, 2, 5, 5, 5, 5, -1, -1, -2, 0});

    try (TfLiteRunner runner = TfLiteRunner.open(file, 1)) {
      assertThat(runner.classes(inputs)).containsExactly(1, 0, 3);
      assertThat(runner.operatorsTotal()).isEqualTo(1);
      assertThat(runner.operatorsDelegated()).isZero();
    }
  }

  @Test
  void run_refusesWhatDoesNotFitTheModel() {
    try (TfLiteRunner runner = TfLiteRunner.open(FILE, 1)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> runner.run(Matrix.zeros(1, 49)))
          .withMessage(
              "input 'serving_default_input:0': expected samples of 50, found 49 in array 'x'");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> runner.classes(Matrix.zeros(1, 50)))
          .withMessage("run: expected an output of integers in one dimension, found FLOAT32 in 2");
    }
  }

  @Test
  void open_refusesWhatIsNoModel() {
    assertNoModel(new byte[0]);
    assertNoModel(new byte[1000]);
    assertNoModel(Arrays.copyOf(FILE, FILE.length / 2));
  }

  @Test
  void open_refusesNoThreads() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TfLiteRunner.open(FILE, 0))
        .withMessage("threads: expected at least 1, found 0");
  }

  private static void assertNoModel(byte[] bytes) {
    assertThatExceptionOfType(TfLiteException.class)
        .isThrownBy(() -> TfLiteRunner.open(bytes, 1))
        .withMessage("model: " + bytes.length + " bytes that are no .tflite file");
  }
}
