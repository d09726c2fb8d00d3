package io.espalier.compressor.tflite;

import static io.espalier.compressor.tflite.QuantisedFiles.assertDecibels;
import static io.espalier.compressor.tflite.QuantisedFiles.constant;
import static io.espalier.compressor.tflite.QuantisedFiles.constants;
import static io.espalier.compressor.tflite.QuantisedFiles.dynamicRange;
import static io.espalier.compressor.tflite.QuantisedFiles.halves;
import static io.espalier.compressor.tflite.QuantisedFiles.operators;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.quantise.Channels;
import io.espalier.compressor.quantise.Converter;
import io.espalier.compressor.report.Untouched;
import io.espalier.compressor.tflite.TestLayers.Kernel;
import io.espalier.compressor.tflite.TfLiteQuantiser.Quantised;
import io.espalier.shared.artifact.Precision;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.Conv2DOptionsT;
import org.tensorflow.lite.schema.FullyConnectedOptions;
import org.tensorflow.lite.schema.Padding;
import org.tensorflow.lite.schema.TensorType;

class TfLiteQuantiserTest {
  private static final byte NONE = ActivationFunctionType.NONE;

  static Stream<Arguments> models() {
    return Stream.of(
        Arguments.of("small", ConvModels.small(1), TestSamples.small(2, 40)),
        Arguments.of("residual", ConvModels.residual(1), TestSamples.residual(2, 40)),
        Arguments.of("mobile", ConvModels.mobileNetLike(1), TestSamples.mobileNetLike(2, 40)),
        Arguments.of("kernels", ConvModels.kernels(1), TestSamples.kernels(2, 40)),
        Arguments.of("two inputs", ConvModels.twoInputs(1), TestSamples.twoInputs(2, 40)),
        Arguments.of("tied", ConvModels.tied(1), TestSamples.tied(2, 40)),
        Arguments.of("wide", wide(), samples()));
  }

  @ParameterizedTest
  @EnumSource(names = {"FP16", "INT8"})
  void quantise_storesWhatTheWriterWrites(Precision precision) {
    Mlp network = TestNetworks.pruned(3, 90, 80, 9, 80, 90);
    byte[] floats = TfLiteWriter.write(network, Precision.FP32, TestNetworks.PROVENANCE);
    byte[] written = TfLiteWriter.write(network, precision, TestNetworks.PROVENANCE);

    byte[] converted =
        precision == Precision.FP16 ? halves(floats) : dynamicRange(floats, Converter.CURRENT);

    assertThat(constants(converted)).isEqualTo(constants(written));
    assertThat(constants(converted)).hasSize(8);
    Matrix inputs = TestNetworks.inputs(4, 20, 90);
    try (TfLiteRunner one = TfLiteRunner.open(converted, 1);
        TfLiteRunner other = TfLiteRunner.open(written, 1)) {
      assertThat(one.run(inputs).values()).isEqualTo(other.run(inputs).values());
      assertThat(one.operatorsDelegated()).isEqualTo(other.operatorsDelegated());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void halves_storesEveryConstantSo_andComputesTheSame(
      String name, byte[] file, CalibrationData data) {
    byte[] halves = halves(file);

    constants(file)
        .forEach(
            (tensor, constant) -> {
              boolean floats = constant.type() == TensorType.FLOAT32;
              assertThat(constant(halves, tensor).type())
                  .isEqualTo(floats ? TensorType.FLOAT16 : constant.type());
            });
    assertDecibels(halves, file, data, 55);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void dynamicRange_storesLargeWeightsOnly_andComputesNearlyTheSame(
      String name, byte[] file, CalibrationData data) {
    for (Converter converter : Converter.values()) {
      Quantised quantised = TfLiteQuantiser.dynamicRange(TfLiteModel.parse(file), converter);

      constants(file)
          .forEach(
              (tensor, constant) -> {
                boolean weights = tensor.matches(".*/(MatMul|kernel|depthwise)");
                boolean large = constant.data().size() >= Float.BYTES * Converter.MIN_ELEMENTS;
                assertThat(constant(quantised.model().write(), tensor).type())
                    .isEqualTo(weights && large ? TensorType.INT8 : constant.type());
                assertThat(quantised.untouched().stream().map(Untouched::name).toList())
                    .matches(names -> names.contains(tensor) == (weights && !large));
              });
      assertDecibels(quantised.model().write(), file, data, 28);
    }
  }

  @Test
  void dynamicRange_marksOperatorsAsEachGenerationDoes() {
    byte[] current = dynamicRange(wide(), Converter.CURRENT);
    byte[] old = dynamicRange(wide(), Converter.V2_3);

    assertThat(operators(current))
        .containsExactly(
            "CONV_2D 5", "DEPTHWISE_CONV_2D 6", "MEAN 1", "FULLY_CONNECTED 12", "SOFTMAX 1");
    assertThat(operators(old))
        .containsExactly(
            "CONV_2D 2",
            "DEQUANTIZE 2",
            "DEPTHWISE_CONV_2D 1",
            "MEAN 1",
            "FULLY_CONNECTED 3",
            "SOFTMAX 1");
    assertThat(asymmetric(current, 3)).isTrue();
    assertThat(asymmetric(old, 4)).isFalse();
    assertThat(constant(current, "depthwise/depthwise").axis()).isEqualTo(3);
    assertThat(constant(current, "depthwise/depthwise").scales()).hasSize(128);
    assertThat(constant(current, "conv/kernel").scales()).hasSize(64);
    assertThat(constant(old, "conv/kernel").scales()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void dynamicRange_leavesAnotherReaderOfTheWeightsItsFloats(Converter converter) {
    TestModel model = new TestModel(5, false);
    TestLayers layers = new TestLayers(model);
    int x = model.input("row:0", 1, 64);
    int weights = model.random("shared/MatMul", 0.1, 64, 64);
    int y = layers.fullyConnected("first", x, weights, TestModel.ABSENT, NONE);
    int absolute =
        model.operator(
            BuiltinOperator.ABS, model.flowing("abs", TensorType.FLOAT32, 64, 64), weights);
    byte[] file = model.build(layers.fullyConnected("second", y, absolute, TestModel.ABSENT, NONE));
    CalibrationData data = TestSamples.of(TestSamples.array(6, "row", 50, 64));

    byte[] quantised = dynamicRange(file, converter);

    boolean current = converter == Converter.CURRENT;
    assertThat(constants(quantised)).hasSize(current ? 2 : 1);
    assertThat(operators(quantised).contains("DEQUANTIZE 2")).isEqualTo(!current);
    assertDecibels(quantised, file, data, 30);
  }

  @Test
  void dynamicRange_namesLargeConstantsOfOtherOperators() {
    TestModel model = new TestModel(13, true);
    TestLayers layers = new TestLayers(model);
    int x = model.input("row:0", 1, 1024);
    int table = model.random("table", 1, 1, 1024);
    byte[] file = model.build(layers.add("sum", x, table, NONE));

    Quantised quantised = TfLiteQuantiser.dynamicRange(TfLiteModel.parse(file), Converter.CURRENT);

    assertThat(quantised.untouched()).containsExactly(new Untouched("table", "belongs to ADD"));
    assertThat(constants(quantised.model().write())).isEqualTo(constants(file));
  }

  @ParameterizedTest
  @EnumSource
  void dynamicRange_copesWithGroupedConvolutions(Converter converter) {
    byte[] file = grouped();
    CalibrationData data = TestSamples.of(TestSamples.array(2, "image", 40, 6, 6, 8));

    byte[] quantised = dynamicRange(file, converter);

    assertThat(constant(quantised, "grouped/kernel").type())
        .isEqualTo(converter == Converter.CURRENT ? TensorType.INT8 : TensorType.FLOAT32);
    assertDecibels(quantised, file, data, 30);
  }

  @ParameterizedTest
  @EnumSource
  void dynamicRange_leavesWhatIsQuantisedAlready(Converter converter) {
    byte[] once = dynamicRange(wide(), converter);

    Quantised twice = TfLiteQuantiser.dynamicRange(TfLiteModel.parse(once), converter);

    assertThat(constants(twice.model().write())).isEqualTo(constants(once));
    assertThat(operators(twice.model().write())).isEqualTo(operators(once));
    assertThat(twice.untouched()).contains(new Untouched("conv/kernel", "already INT8"));
  }

  @Test
  void halves_leavesWhatIsQuantisedAlready() {
    byte[] once = halves(wide());

    assertThat(constants(halves(once))).isEqualTo(constants(once));
  }

  @ParameterizedTest
  @EnumSource
  void dynamicRange_missesByNoMoreThanQuantisedInputsDo(Converter converter) {
    TestModel model = new TestModel(7, true);
    TestLayers layers = new TestLayers(model);
    int x = model.input("row:0", 1, 200);
    byte[] file = model.build(layers.fullyConnected("dense", x, 30, NONE));
    CalibrationData data = TestSamples.of(TestSamples.array(8, "row", 100, 200));
    byte[] quantised = dynamicRange(file, converter);

    ModelGraph graph = TfLiteModel.parse(file).main();
    float[] weights = graph.tensor(1).floats();
    float[] restored = converter.quantise(weights, new Channels(30, 200)).dequantised();
    float[] bias = graph.tensor(2).floats();
    for (Kernels kernels : Kernels.values()) {
      Matrix outputs = QuantisedFiles.run(quantised, data, kernels);
      Matrix rows = data.inputs().get(0).values();
      for (int row = 0; row < rows.rows(); row++) {
        double low = 0;
        double high = 0;
        for (int i = 0; i < 200; i++) {
          low = Math.min(low, rows.get(row, i));
          high = Math.max(high, rows.get(row, i));
        }
        // One scale for both signs, or one for the whole range.
        double step =
            converter == Converter.CURRENT ? (high - low) / 255 : Math.max(-low, high) / 127;
        for (int unit = 0; unit < 30; unit++) {
          double sum = bias[unit];
          double bound = 1e-4;
          for (int i = 0; i < 200; i++) {
            sum += (double) rows.get(row, i) * restored[unit * 200 + i];
            bound += Math.abs(restored[unit * 200 + i]) * step;
          }
          assertThat((double) outputs.get(row, unit)).isCloseTo(sum, within(bound));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void quantise_refusesWeightsThatAreNoNumbers(Converter converter) {
    TestModel model = new TestModel(9, true);
    TestLayers layers = new TestLayers(model);
    int x = model.input("row:0", 1, 64);
    float[] values = new float[64 * 64];
    values[7] = Float.NaN;
    int weights = model.floats("bad/MatMul", values, 64, 64);
    byte[] file = model.build(layers.fullyConnected("out", x, weights, TestModel.ABSENT, NONE));

    assertThatExceptionOfType(TfLiteException.class)
        .isThrownBy(() -> TfLiteQuantiser.dynamicRange(TfLiteModel.parse(file), converter))
        .withMessage("tensor 1 (bad/MatMul): quantise: expected finite values, found NaN at 7");
    assertThatExceptionOfType(TfLiteException.class)
        .isThrownBy(() -> TfLiteQuantiser.halves(TfLiteModel.parse(file)))
        .withMessage("tensor 1 (bad/MatMul): quantise: expected numbers, found NaN at 7");
  }

  /** Convolutions of more than 1,024 weights. */
  static byte[] wide() {
    TestModel model = new TestModel(4, true);
    TestLayers layers = new TestLayers(model);
    int x = model.input("image:0", 1, 8, 8, 3);
    x = layers.convolution("conv", x, 64, Kernel.same(3, 1));
    x = layers.depthwise("depthwise", x, 2, new Kernel(3, 1, 1, Padding.VALID, NONE));
    x = layers.globalMean("mean", x);
    x = layers.fullyConnected("logits", x, 10, NONE);
    return model.build(layers.softmax("classes", x));
  }

  /** A convolution of two groups of channels. */
  private static byte[] grouped() {
    TestModel model = new TestModel(12, true);
    int x = model.input("image:0", 1, 6, 6, 8);
    int kernel = model.random("grouped/kernel", 0.2, 64, 3, 3, 4);
    Conv2DOptionsT options = new Conv2DOptionsT();
    options.setPadding(Padding.VALID);
    options.setStrideH(1);
    options.setStrideW(1);
    int output = model.flowing("grouped", TensorType.FLOAT32, 1, 4, 4, 64);
    return model.build(
        model.operator(
            BuiltinOperator.CONV_2D,
            6,
            BuiltinOptions.Conv2DOptions,
            options,
            output,
            x,
            kernel,
            model.random("grouped/bias", 0.1, 64)));
  }

  static CalibrationData samples() {
    return TestSamples.of(TestSamples.array(2, "image", 40, 8, 8, 3));
  }

  private static boolean asymmetric(byte[] file, int operator) {
    FullyConnectedOptions options = new FullyConnectedOptions();
    QuantisedFiles.model(file).subgraphs(0).operators(operator).builtinOptions(options);
    return options.asymmetricQuantizeInputs();
  }
}
