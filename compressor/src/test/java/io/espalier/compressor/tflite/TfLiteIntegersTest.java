package io.espalier.compressor.tflite;

import static io.espalier.compressor.tflite.QuantisedFiles.assertDecibels;
import static io.espalier.compressor.tflite.QuantisedFiles.constants;
import static io.espalier.compressor.tflite.QuantisedFiles.operators;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.data.SampleArray;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.quantise.Calibration;
import io.espalier.compressor.report.Untouched;
import io.espalier.compressor.tflite.TfLiteQuantiser.Ends;
import io.espalier.compressor.tflite.TfLiteQuantiser.Quantised;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.TensorType;

class TfLiteIntegersTest {
  private static final byte NONE = ActivationFunctionType.NONE;
  private static final byte RELU = ActivationFunctionType.RELU;

  static Stream<Arguments> models() {
    return Stream.of(
        Arguments.of("small", ConvModels.small(1), TestSamples.small(2, 200)),
        Arguments.of("residual", ConvModels.residual(1), TestSamples.residual(2, 200)),
        Arguments.of("mobile", ConvModels.mobileNetLike(1), TestSamples.mobileNetLike(2, 100)),
        Arguments.of("kernels", ConvModels.kernels(1), TestSamples.kernels(2, 200)),
        Arguments.of("two inputs", ConvModels.twoInputs(1), TestSamples.twoInputs(2, 200)),
        Arguments.of("tied", ConvModels.tied(1), TestSamples.tied(2, 200)),
        Arguments.of("wide", TfLiteQuantiserTest.wide(), TfLiteQuantiserTest.samples()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void integers_computeNearlyTheSame(String name, byte[] file, CalibrationData data)
      throws InterruptedException {
    for (Calibration calibration : Calibration.values()) {
      for (Ends ends : Ends.values()) {
        Quantised quantised =
            TfLiteQuantiser.integers(TfLiteModel.parse(file), data, calibration, ends);

        assertThat(quantised.untouched()).isEmpty();
        assertThat(constants(quantised.model().write()).values())
            .noneMatch(constant -> constant.type() == TensorType.FLOAT32);
        assertDecibels(quantised.model().write(), file, data, 25);
        assertThat(operators(quantised.model().write()).contains("QUANTIZE 1"))
            .isEqualTo(ends == Ends.FLOATS);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void integers_reachTheEndsOrNot(Ends ends) throws InterruptedException {
    byte[] quantised =
        quantised(ConvModels.small(1), TestSamples.small(2, 50), ends).model().write();

    byte wanted = ends == Ends.FLOATS ? TensorType.FLOAT32 : TensorType.INT8;
    SubGraph graph = QuantisedFiles.model(quantised).subgraphs(0);
    assertThat(graph.tensors(graph.inputs(0)).type()).isEqualTo(wanted);
    assertThat(graph.tensors(graph.outputs(0)).type()).isEqualTo(wanted);
    assertThat(graph.tensors(graph.inputs(0)).name()).isEqualTo("image:0");
    assertThat(graph.tensors(graph.outputs(0)).name()).isEqualTo("classes");
  }

  @Test
  void integers_storeTiedWeightsOnce() throws InterruptedException {
    byte[] quantised =
        quantised(ConvModels.tied(1), TestSamples.tied(2, 50), Ends.FLOATS).model().write();

    assertThat(constants(quantised)).hasSize(2);
  }

  @Test
  void integers_goRoundOperatorsThatOnlyKnowFloats() throws InterruptedException {
    TestModel model = new TestModel(5, true);
    TestLayers layers = new TestLayers(model);
    int x = model.input("row:0", 1, 20);
    x = layers.fullyConnected("first", x, 20, NONE);
    int sine = model.flowing("sine", TensorType.FLOAT32, 1, 20);
    model.operator(BuiltinOperator.SIN, sine, x);
    int sum = layers.add("sum", sine, x, RELU);
    byte[] file = model.build(layers.fullyConnected("last", sum, 5, NONE));
    CalibrationData data = TestSamples.of(TestSamples.array(6, "row", 200, 20));

    Quantised quantised = quantised(file, data, Ends.FLOATS);

    assertThat(quantised.untouched())
        .containsExactly(new Untouched("SIN sine", "computes in single floats"));
    assertThat(operators(quantised.model().write()))
        .containsExactly(
            "QUANTIZE 1",
            "FULLY_CONNECTED 4",
            "DEQUANTIZE 2",
            "SIN 1",
            "QUANTIZE 1",
            "ADD 2",
            "FULLY_CONNECTED 4",
            "DEQUANTIZE 2");
    assertDecibels(quantised.model().write(), file, data, 30);
  }

  @Test
  void integers_areRescaledWhereAFixedScaleMeetsAnother() throws InterruptedException {
    TestModel model = new TestModel(7, true);
    TestLayers layers = new TestLayers(model);
    int x = model.input("row:0", 1, 10);
    int wide = layers.fullyConnected("wide", x, 10, NONE);
    int squeezed = model.flowing("squeezed", TensorType.FLOAT32, 1, 10);
    model.operator(BuiltinOperator.LOGISTIC, squeezed, wide);
    byte[] file = model.build(layers.concatenation("both", squeezed, wide));
    CalibrationData data = TestSamples.of(TestSamples.array(8, "row", 200, 10));

    byte[] quantised = quantised(file, data, Ends.FLOATS).model().write();

    assertThat(operators(quantised))
        .containsExactly(
            "QUANTIZE 1",
            "FULLY_CONNECTED 4",
            "LOGISTIC 2",
            "QUANTIZE 1",
            "CONCATENATION 2",
            "DEQUANTIZE 2");
    assertDecibels(quantised, file, data, 35);
  }

  @Test
  void integers_copeWithConstantActivationsAndZeroChannels() throws InterruptedException {
    TestModel model = new TestModel(9, true);
    TestLayers layers = new TestLayers(model);
    int x = model.input("row:0", 1, 4);
    float[] weights = {1, 2, 3, 4, 0, 0, 0, 0};
    int w = model.floats("w/MatMul", weights, 2, 4);
    int b = model.floats("w/bias", new float[] {-1, 7}, 2);
    int y = layers.fullyConnected("units", x, w, b, RELU);
    int one = layers.fullyConnected("one", y, 1, NONE);
    byte[] file = model.build(one);
    CalibrationData zeros = TestSamples.of(new SampleArray("row", List.of(4), Matrix.zeros(20, 4)));

    byte[] quantised = quantised(file, zeros, Ends.FLOATS).model().write();

    for (Kernels kernels : Kernels.values()) {
      float exact = QuantisedFiles.run(file, zeros, kernels).get(0, 0);
      assertThat(QuantisedFiles.run(quantised, zeros, kernels).get(0, 0))
          .isCloseTo(exact, within(Math.abs(exact) / 50));
    }
  }

  @Test
  void integers_leaveWhatIsQuantisedAlready() throws InterruptedException {
    CalibrationData data = TestSamples.small(2, 30);
    byte[] once = quantised(ConvModels.small(1), data, Ends.FLOATS).model().write();

    Quantised twice = quantised(once, data, Ends.FLOATS);

    assertThat(constants(twice.model().write())).isEqualTo(constants(once));
    assertThat(operators(twice.model().write())).isEqualTo(operators(once));
  }

  @Test
  void integers_refuseActivationsThatAreNotFinite() {
    TestModel model = new TestModel(10, true);
    TestLayers layers = new TestLayers(model);
    int x = model.input("row:0", 1, 4);
    float[] huge = new float[16];
    Arrays.fill(huge, 3e38f);
    int w = model.floats("huge/MatMul", huge, 4, 4);
    byte[] file = model.build(layers.fullyConnected("out", x, w, TestModel.ABSENT, NONE));
    CalibrationData data = TestSamples.of(TestSamples.array(11, "row", 50, 4));

    assertThatExceptionOfType(TfLiteException.class)
        .isThrownBy(() -> quantised(file, data, Ends.FLOATS))
        .withMessageMatching(
            "tensor 'out': calibration: expected finite .*, found (NaN|-?Infinity)");
  }

  private static Quantised quantised(byte[] file, CalibrationData data, Ends ends)
      throws InterruptedException {
    return TfLiteQuantiser.integers(TfLiteModel.parse(file), data, Calibration.MIN_MAX, ends);
  }
}
