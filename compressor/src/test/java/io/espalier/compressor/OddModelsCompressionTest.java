package io.espalier.compressor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.data.SampleArray;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.report.CompressionReport;
import io.espalier.compressor.score.Method;
import io.espalier.compressor.tflite.ConvModels;
import io.espalier.compressor.tflite.TestSamples;
import io.espalier.compressor.tflite.TfLiteModel;
import io.espalier.compressor.tflite.TfLiteQuantiser;
import org.junit.jupiter.api.Test;

/** Models beyond the usual are compressed, or refused in one line that names what is in the way. */
class OddModelsCompressionTest {
  private static final CompressionRequest HALF =
      CompressionRequest.prune(Method.SHAPLEY_EXACT, new Sparsity(0.5)).with(Repair.REFIT);

  @Test
  void severalInputs_arePruned() throws Exception {
    CompressionReport report = report(ConvModels.twoInputs(1), TestSamples.twoInputs(1, 60));

    assertThat(report.layers()).hasSize(3);
    assertThat(report.sparsity()).isCloseTo(.5, within(.01));
  }

  @Test
  void openExtents_arePruned() throws Exception {
    CalibrationData data = TestSamples.of(TestSamples.array(1, "image", 30, 9, 7, 2));
    CompressionReport report = report(ConvModels.openExtents(1), data);

    assertThat(report.layers()).hasSize(2);
    assertThat(report.sparsity()).isCloseTo(.5, within(.05));
  }

  @Test
  void tiedWeights_areRefusedByName() {
    assertRefused(
        ConvModels.tied(1),
        TestSamples.tied(1, 60),
        "odd: no links to prune: shared/MatMul: its weights are read by other operators too");
  }

  @Test
  void halves_areRefusedByName() {
    byte[] halves = TfLiteQuantiser.halves(TfLiteModel.parse(ConvModels.small(1))).model().write();
    assertRefused(halves, TestSamples.small(1, 20), "odd: no links to prune: conv/kernel");
  }

  @Test
  void samplesOfAnotherShape_areRefusedByName() {
    assertRefused(
        ConvModels.tied(1),
        TestSamples.small(1, 20),
        "odd: input 'row:0': expected samples of 6, found 12 × 12 × 1 in array 'image'");
  }

  @Test
  void samplesThatAreAllEqual_areRefused() {
    assertRefused(
        ConvModels.small(1),
        TestSamples.of(SampleArray.rows("x", Matrix.zeros(5, 144))),
        "samples: expected samples that differ, found 5 that are equal");
  }

  @Test
  void bytesThatAreNoModel_areRefused() {
    assertRefused(new byte[100], TestSamples.small(1, 20), "odd: model: ");
  }

  private static CompressionReport report(byte[] file, CalibrationData data) throws Exception {
    return new ModelCompressor(HALF, (stage, fraction, detail) -> {})
        .compress("odd", file, data)
        .report();
  }

  private static void assertRefused(byte[] file, CalibrationData data, String message) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> report(file, data))
        .withMessageStartingWith(message)
        .withMessageNotContaining("\n");
  }
}
