package io.espalier.compressor.tflite;

import static io.espalier.compressor.tflite.QuantisedFiles.operators;
import static io.espalier.compressor.tflite.QuantisedFiles.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.quantise.Calibration;
import io.espalier.compressor.tflite.TestLayers.Kernel;
import io.espalier.compressor.tflite.TfLiteQuantiser.Ends;
import io.espalier.compressor.tflite.TfLiteQuantiser.Quantised;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.AddOptionsT;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.ConcatenationOptionsT;
import org.tensorflow.lite.schema.MulOptionsT;
import org.tensorflow.lite.schema.Padding;
import org.tensorflow.lite.schema.Pool2DOptionsT;
import org.tensorflow.lite.schema.SqueezeOptionsT;
import org.tensorflow.lite.schema.SubOptionsT;
import org.tensorflow.lite.schema.TensorType;

/** Each operator alone, over images of 6 × 6 × 4, in integers and in floats. */
class IntegerOperatorsTest {
  private static final int INPUT = 0;
  private static final CalibrationData DATA =
      TestSamples.of(TestSamples.array(5, "image", 60, 6, 6, 4));

  /** Adds an operator that reads {@link #INPUT}. */
  @FunctionalInterface
  interface Adding {
    int to(TestModel model, TestLayers layers);
  }

  /**
   * Operators, with the version that they need and a bound: by how many steps of the input's scale
   * the output may be off, beside two of its own.
   */
  static Stream<Arguments> each() {
    return Stream.of(
        operator("CONV_2D 3", 12, (m, l) -> l.convolution("y", INPUT, 5, Kernel.same(3, 1))),
        operator("DEPTHWISE_CONV_2D 3", 8, (m, l) -> l.depthwise("y", INPUT, 2, Kernel.point())),
        operator("ADD 2", 2, (m, l) -> l.add("y", INPUT, INPUT, (byte) 0)),
        operator("ADD 2", 2, (m, l) -> withConstant(m, BuiltinOperator.ADD)),
        operator("SUB 2", 2, (m, l) -> withConstant(m, BuiltinOperator.SUB)),
        operator("MUL 2", 3, (m, l) -> withConstant(m, BuiltinOperator.MUL)),
        operator("RELU 2", 1, (m, l) -> plain(m, BuiltinOperator.RELU)),
        operator("RELU6 2", 1, (m, l) -> plain(m, BuiltinOperator.RELU6)),
        operator("HARD_SWISH 1", 2, (m, l) -> plain(m, BuiltinOperator.HARD_SWISH)),
        operator("LOGISTIC 2", 1, (m, l) -> plain(m, BuiltinOperator.LOGISTIC)),
        operator("TANH 2", 1, (m, l) -> plain(m, BuiltinOperator.TANH)),
        operator("SOFTMAX 2", 1, (m, l) -> l.softmax("y", INPUT)),
        operator("MAX_POOL_2D 2", 1, (m, l) -> l.maxPool("y", INPUT, 2)),
        operator("AVERAGE_POOL_2D 2", 1, (m, l) -> averagePool(m)),
        operator("MEAN 2", 1, (m, l) -> l.globalMean("y", INPUT)),
        operator("RESHAPE 1", 1, (m, l) -> l.flatten("y", INPUT)),
        operator("SQUEEZE 1", 1, (m, l) -> squeeze(m)),
        operator("TRANSPOSE 2", 1, (m, l) -> transpose(m)),
        operator("PAD 2", 1, (m, l) -> pad(m)),
        operator("CONCATENATION 2", 1, (m, l) -> concatenation(m)));
  }

  @ParameterizedTest(name = "{0} {index}")
  @MethodSource("each")
  void integers_comeWithinAFewSteps(String operator, double steps, Adding adding)
      throws InterruptedException {
    TestModel model = new TestModel(3, true);
    assertThat(model.input("image:0", 1, 6, 6, 4)).isEqualTo(INPUT);
    byte[] file = model.build(adding.to(model, new TestLayers(model)));

    Quantised quantised =
        TfLiteQuantiser.integers(TfLiteModel.parse(file), DATA, Calibration.MIN_MAX, Ends.FLOATS);

    assertThat(quantised.untouched()).isEmpty();
    assertThat(operators(quantised.model().write()))
        .isEqualTo(List.of("QUANTIZE 1", operator, "DEQUANTIZE 2"));
    for (Kernels kernels : Kernels.values()) {
      Matrix exact = run(file, DATA, kernels);
      double bound = steps * step(DATA.inputs().get(0).values()) + 2 * step(exact);
      assertThat(run(quantised.model().write(), DATA, kernels).values())
          .containsExactly(exact.values(), within((float) bound));
    }
  }

  /** The step of 8-bit integers over these values; at least that of the fixed scales, 1/128. */
  private static double step(Matrix values) {
    double low = 0;
    double high = 0;
    for (float value : values.values()) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return Math.max(1 / 128.0, (high - low) / 255);
  }

  private static Arguments operator(String name, double steps, Adding adding) {
    return Arguments.of(name, steps, adding);
  }

  private static int plain(TestModel model, int builtin) {
    return add(model, builtin, BuiltinOptions.NONE, null, new int[] {1, 6, 6, 4}, INPUT);
  }

  private static int withConstant(TestModel model, int builtin) {
    int constant = model.floats("c", new float[] {0.5f, -1, 2, -0.25f}, 1, 1, 1, 4);
    byte type =
        switch (builtin) {
          case BuiltinOperator.ADD -> BuiltinOptions.AddOptions;
          case BuiltinOperator.SUB -> BuiltinOptions.SubOptions;
          default -> BuiltinOptions.MulOptions;
        };
    Object options =
        switch (builtin) {
          case BuiltinOperator.ADD -> new AddOptionsT();
          case BuiltinOperator.SUB -> new SubOptionsT();
          default -> new MulOptionsT();
        };
    return add(model, builtin, type, options, new int[] {1, 6, 6, 4}, INPUT, constant);
  }

  private static int averagePool(TestModel model) {
    Pool2DOptionsT options = new Pool2DOptionsT();
    options.setPadding(Padding.VALID);
    options.setStrideH(3);
    options.setStrideW(3);
    options.setFilterHeight(3);
    options.setFilterWidth(3);
    options.setFusedActivationFunction(ActivationFunctionType.NONE);
    return add(
        model,
        BuiltinOperator.AVERAGE_POOL_2D,
        BuiltinOptions.Pool2DOptions,
        options,
        new int[] {1, 2, 2, 4},
        INPUT);
  }

  private static int squeeze(TestModel model) {
    SqueezeOptionsT options = new SqueezeOptionsT();
    options.setSqueezeDims(new int[0]);
    return add(
        model,
        BuiltinOperator.SQUEEZE,
        BuiltinOptions.SqueezeOptions,
        options,
        new int[] {1, 6, 6, 4},
        INPUT);
  }

  private static int transpose(TestModel model) {
    int order = model.integers("order", 0, 3, 1, 2);
    return add(
        model,
        BuiltinOperator.TRANSPOSE,
        BuiltinOptions.NONE,
        null,
        new int[] {1, 4, 6, 6},
        INPUT,
        order);
  }

  private static int pad(TestModel model) {
    byte[] data = new byte[4 * 8];
    data[8] = 1;
    data[20] = 2;
    int paddings = model.constant("paddings", TensorType.INT32, data, 4, 2);
    return add(
        model,
        BuiltinOperator.PAD,
        BuiltinOptions.NONE,
        null,
        new int[] {1, 7, 8, 4},
        INPUT,
        paddings);
  }

  private static int concatenation(TestModel model) {
    ConcatenationOptionsT options = new ConcatenationOptionsT();
    options.setAxis(3);
    return add(
        model,
        BuiltinOperator.CONCATENATION,
        BuiltinOptions.ConcatenationOptions,
        options,
        new int[] {1, 6, 6, 8},
        INPUT,
        INPUT);
  }

  private static int add(
      TestModel model,
      int builtin,
      byte type,
      @Nullable Object options,
      int[] shape,
      int... inputs) {
    int output = model.flowing("y", TensorType.FLOAT32, shape);
    return model.operator(builtin, 1, type, options, output, inputs);
  }
}
