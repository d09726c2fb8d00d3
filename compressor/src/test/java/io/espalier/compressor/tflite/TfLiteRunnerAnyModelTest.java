package io.espalier.compressor.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.data.SampleArray;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.tflite.TestLayers.Kernel;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.CastOptionsT;
import org.tensorflow.lite.schema.TensorType;

class TfLiteRunnerAnyModelTest {
  static Stream<Arguments> models() {
    return Stream.of(
        Arguments.of("small", ConvModels.small(1), TestSamples.small(2, 40)),
        Arguments.of("residual", ConvModels.residual(1), TestSamples.residual(2, 40)),
        Arguments.of("mobile", ConvModels.mobileNetLike(1), TestSamples.mobileNetLike(2, 40)),
        Arguments.of("kernels", ConvModels.kernels(1), TestSamples.kernels(2, 40)),
        Arguments.of("two inputs", ConvModels.twoInputs(1), TestSamples.twoInputs(2, 40)),
        Arguments.of("tied", ConvModels.tied(1), TestSamples.tied(2, 40)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void run_isTheSameTogetherAndAlone_withAndWithoutXnnpack(
      String name, byte[] file, CalibrationData data) {
    try (TfLiteRunner runner = TfLiteRunner.open(file, 1);
        TfLiteRunner builtIn = TfLiteRunner.open(file, 2, Kernels.BUILT_IN)) {
      Matrix together = runner.run(data).get(0);
      assertThat(together.rows()).isEqualTo(40);
      assertThat(builtIn.run(data).get(0).values())
          .containsExactly(together.values(), within(1e-4f));
      for (int i = 0; i < data.samples(); i += 13) {
        assertThat(runner.run(data.slice(i, i + 1)).get(0).values())
            .containsExactly(together.rows(i, i + 1).values(), within(1e-5f));
      }
      assertThat(runner.operatorsDelegated()).isEqualTo(runner.operatorsTotal());
      assertThat(builtIn.operatorsDelegated()).isZero();
    }
  }

  @Test
  void run_feedsAFixedBatchOneByOne() {
    CalibrationData data = TestSamples.small(2, 20);
    try (TfLiteRunner open = TfLiteRunner.open(ConvModels.small(1, true), 1);
        TfLiteRunner fixed = TfLiteRunner.open(ConvModels.small(1, false), 1)) {
      assertThat(fixed.run(data).get(0).values())
          .containsExactly(open.run(data).get(0).values(), within(1e-5f));
    }
  }

  @Test
  void run_takesFlatRowsForImages() {
    CalibrationData data = TestSamples.small(2, 20);
    Matrix rows = data.inputs().get(0).values();
    try (TfLiteRunner runner = TfLiteRunner.open(ConvModels.small(1), 1)) {
      assertThat(runner.run(rows).values()).isEqualTo(runner.run(data).get(0).values());
    }
  }

  @Test
  void run_letsTheSamplesDecideOpenExtents() {
    TestModel model = new TestModel(3, true);
    TestLayers layers = new TestLayers(model);
    int x = model.input("image:0", 1, 1, 1, 2);
    model.open(x, -1, -1, -1, 2);
    int seen = layers.convolution("conv", x, 4, Kernel.same(3, 1));
    model.open(seen, -1, -1, -1, 4);
    byte[] file = model.build(layers.globalMean("mean", seen));
    try (TfLiteRunner runner = TfLiteRunner.open(file, 1)) {
      CalibrationData large = TestSamples.of(TestSamples.array(1, "image", 5, 9, 7, 2));
      CalibrationData small = TestSamples.of(TestSamples.array(1, "image", 6, 3, 3, 2));
      assertThat(runner.run(large).get(0).rows()).isEqualTo(5);
      assertThat(runner.run(small).get(0).rows()).isEqualTo(6);
      assertRefused(
          runner,
          TestSamples.of(TestSamples.array(1, "image", 5, 9, 7, 3)),
          "input 'image:0': expected samples of any × any × 2, found 9 × 7 × 3 in array 'image'");
    }
  }

  @Test
  void run_givesEveryOutput() {
    TestModel model = new TestModel(3, true);
    TestLayers layers = new TestLayers(model);
    int x = model.input("row:0", 1, 4);
    int wide = layers.fullyConnected("wide", x, 7, ActivationFunctionType.RELU);
    int narrow = layers.fullyConnected("narrow", wide, 2, ActivationFunctionType.NONE);
    try (TfLiteRunner runner = TfLiteRunner.open(model.build(narrow, wide), 1)) {
      List<Matrix> outputs = runner.run(TestSamples.of(TestSamples.array(1, "row", 300, 4)));
      assertThat(outputs).extracting(Matrix::columns).containsExactly(2, 7);
      assertThat(outputs).extracting(Matrix::rows).containsExactly(300, 300);
    }
  }

  @Test
  void run_quantisesOnTheWayInAndDequantisesOnTheWayOut() {
    TestModel model = new TestModel(3, true);
    int x = model.input("row:0", TensorType.INT8, 1, 4);
    int y = model.flowing("out", TensorType.INT8, 1, 4);
    model.quantise(x, 0, new float[] {.5f}, new long[] {3});
    model.quantise(y, 0, new float[] {.5f}, new long[] {3});
    model.operator(BuiltinOperator.RELU, 2, BuiltinOptions.NONE, null, y, x);
    try (TfLiteRunner runner = TfLiteRunner.open(model.build(y), 1)) {
      Matrix rows = new Matrix(2, 4, new float[] {1.1f, -1, 30, 1000, .2f, .3f, 7.5f, 0});
      assertThat(runner.run(rows).values()).containsExactly(1, 0, 30, 62, 0, .5f, 7.5f, 0);
    }
  }

  @ParameterizedTest
  @MethodSource("wholeTypes")
  void run_writesWholeNumbersAsTheyAre(byte type, float least, float most) {
    TestModel model = new TestModel(3, true);
    int x = model.input("row:0", type, 1, 2);
    int y = model.flowing("out", TensorType.FLOAT32, 1, 2);
    CastOptionsT options = new CastOptionsT();
    options.setInDataType(type);
    options.setOutDataType(TensorType.FLOAT32);
    model.operator(BuiltinOperator.CAST, 1, BuiltinOptions.CastOptions, options, y, x);
    try (TfLiteRunner runner = TfLiteRunner.open(model.build(y), 1)) {
      assertThat(runner.run(new Matrix(1, 2, new float[] {least, most})).values())
          .containsExactly(least, most);
      assertRefused(
          runner,
          TestSamples.of(SampleArray.rows("x", new Matrix(2, 2, new float[] {0, 1, .5f, 1}))),
          "found 0.5 in sample 1 of array 'x'");
    }
  }

  static Stream<Arguments> wholeTypes() {
    return Stream.of(
        Arguments.of(TensorType.INT8, -128f, 127f),
        Arguments.of(TensorType.UINT8, 0f, 255f),
        Arguments.of(TensorType.INT16, -32768f, 32767f),
        Arguments.of(TensorType.INT32, -70000f, 70000f),
        Arguments.of(TensorType.INT64, -70000f, 70000f),
        Arguments.of(TensorType.BOOL, 0f, 1f));
  }

  /** XNNPACK would end the process. */
  @Test
  void open_runsOperatorsThatNobodyReads() {
    TestModel model = new TestModel(3, true);
    TestLayers layers = new TestLayers(model);
    int x = model.input("image:0", 1, 12, 12, 2);
    int unread = layers.convolution("unread", x, 8, Kernel.same(3, 1));
    layers.convolution("unread_too", unread, 8, Kernel.same(3, 1));
    byte[] file = model.build(layers.convolution("read", x, 3, Kernel.same(3, 1)));
    try (TfLiteRunner runner = TfLiteRunner.open(file, 1)) {
      assertThat(runner.operatorsDelegated()).isZero();
      assertThat(runner.run(TestSamples.of(TestSamples.array(1, "image", 3, 12, 12, 2))).get(0))
          .extracting(Matrix::rows, Matrix::columns)
          .containsExactly(3, 12 * 12 * 3);
    }
  }

  @Test
  void open_namesTheTensorThatIsNoNumber() {
    TestModel model = new TestModel(3, true);
    int x = model.input("words:0", TensorType.STRING, 1);
    byte[] file = model.build(x);
    assertThatExceptionOfType(TfLiteException.class)
        .isThrownBy(() -> TfLiteRunner.open(file, 1))
        .withMessage("tensor 'words:0': expected real numbers, found STRING");
  }

  @Test
  void run_saysWhichInputHasNoSamples() {
    try (TfLiteRunner runner = TfLiteRunner.open(ConvModels.twoInputs(1), 1)) {
      assertRefused(
          runner,
          TestSamples.of(TestSamples.array(1, "image", 2, 6, 6, 2)),
          "input 'row:0': expected an array of the name 'row:0' or 'row', found [image]");
      assertRefused(
          runner,
          TestSamples.of(
              TestSamples.array(1, "image", 2, 6, 5, 2), TestSamples.array(1, "row", 2, 4)),
          "input 'image:0': expected samples of 6 × 6 × 2, found 6 × 5 × 2 in array 'image'");
    }
  }

  private static void assertRefused(TfLiteRunner runner, CalibrationData data, String message) {
    assertThatExceptionOfType(TfLiteException.class)
        .isThrownBy(() -> runner.run(data))
        .withMessageEndingWith(message)
        .withMessageNotContaining("\n");
  }
}
