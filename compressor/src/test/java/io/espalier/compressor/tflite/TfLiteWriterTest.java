package io.espalier.compressor.tflite;

import static io.espalier.compressor.tflite.TestNetworks.PROVENANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.quantise.Channels;
import io.espalier.compressor.quantise.Converter;
import io.espalier.compressor.quantise.Float16;
import io.espalier.shared.artifact.Precision;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.FullyConnectedOptions;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.OperatorCode;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.TensorType;

class TfLiteWriterTest {
  private static final Mlp NETWORK = TestNetworks.pruned(1, 50, 40, 8, 40, 50);
  private static final Matrix INPUTS = TestNetworks.inputs(2, 300, 50);

  @ParameterizedTest
  @CsvSource({"FP32, 5", "FP16, 13", "INT8, 5"})
  void write_makesAFileThatXnnpackTakesWhole(Precision precision, int operators) {
    try (TfLiteRunner runner = TfLiteRunner.open(written(precision), 1)) {
      assertThat(runner.operatorsTotal()).isEqualTo(operators);
      assertThat(runner.operatorsDelegated()).isEqualTo(operators);
    }
  }

  @Test
  void write_fp32_computesWhatTheNetworkComputes() {
    assertClose(outputs(Precision.FP32), NETWORK.apply(INPUTS), 1e-5f);
  }

  @ParameterizedTest
  @EnumSource
  void write_computesWhatEachActivationMakes(Activation activation) {
    Mlp network =
        TestNetworks.mapped(
            NETWORK,
            layer ->
                new DenseLayer(
                    layer.name(),
                    layer.inputs(),
                    layer.outputs(),
                    layer.weights(),
                    layer.bias(),
                    activation));
    try (TfLiteRunner runner =
        TfLiteRunner.open(TfLiteWriter.write(network, Precision.FP32, PROVENANCE), 1)) {
      assertClose(runner.run(INPUTS), network.apply(INPUTS), 1e-4f);
    }
  }

  @Test
  void write_fp16_computesWhatTheNetworkOfHalvesComputes() {
    Mlp halves = TestNetworks.mapped(NETWORK, TfLiteWriterTest::throughHalves);

    assertClose(outputs(Precision.FP16), halves.apply(INPUTS), 1e-5f);
    assertClose(outputs(Precision.FP16), NETWORK.apply(INPUTS), 1e-3f);
  }

  @Test
  void write_int8_staysCloseToTheNetwork() {
    // What is left against the network of quantised weights comes from quantised activations.
    Mlp quantised = TestNetworks.mapped(NETWORK, TfLiteWriterTest::throughInt8);

    assertClose(outputs(Precision.INT8), quantised.apply(INPUTS), 0.01f);
    assertClose(outputs(Precision.INT8), NETWORK.apply(INPUTS), 0.02f);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "INT8_FULL") // Takes samples.
  void write_givesTheSameBytesTwice_andRunsAlignedConstants(Precision precision) {
    byte[] file = written(precision);

    assertThat(written(precision)).isEqualTo(file);
    assertThat(file.length % 16).isZero();
    Model model = model(file);
    assertThat(model.buffers(0).dataLength()).isZero();
    for (int i = 1; i < model.buffersLength(); i++) {
      assertThat(model.buffers(i).dataAsByteBuffer().position() % 16).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"FP32, 1.14.0", "FP16, 1.15.0", "INT8, 2.17.0"})
  void write_saysWhatItIs(Precision precision, String runtime) {
    Model model = model(written(precision));

    assertThat(model.version()).isEqualTo(3);
    assertThat(model.description()).isEqualTo("Written by Espalier.");
    assertThat(model.signatureDefs(0).signatureKey()).isEqualTo("serving_default");
    assertThat(model.metadata(0).name()).isEqualTo("min_runtime_version");
    ByteBuffer version = model.buffers((int) model.metadata(0).buffer()).dataAsByteBuffer();
    assertThat(StandardCharsets.US_ASCII.decode(version).toString())
        .hasSize(16)
        .isEqualTo(runtime + "\0".repeat(16 - runtime.length()));
    SubGraph graph = model.subgraphs(0);
    for (int tensor : new int[] {graph.inputs(0), graph.outputs(0)}) {
      assertThat(graph.tensors(tensor).type()).isEqualTo(TensorType.FLOAT32);
      assertThat(graph.tensors(tensor).shape(0)).isEqualTo(1);
      assertThat(graph.tensors(tensor).shapeSignature(0)).isEqualTo(-1);
      assertThat(graph.tensors(tensor).shapeSignature(1)).isEqualTo(50);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "INT8_FULL") // Takes samples.
  void write_keepsPrunedLinksAtZero(Precision precision) {
    Model model = model(written(precision));
    int pruned = 0;
    for (org.tensorflow.lite.schema.Tensor weights : weights(model)) {
      ByteBuffer data = model.buffers((int) weights.buffer()).dataAsByteBuffer();
      int bytes = data.remaining() / (weights.shape(0) * weights.shape(1));
      while (data.hasRemaining()) {
        boolean zero = true;
        for (int b = 0; b < bytes; b++) {
          zero &= data.get() == 0;
        }
        pruned += zero ? 1 : 0;
      }
    }
    int expected =
        NETWORK.links() - NETWORK.layers().stream().mapToInt(DenseLayer::liveLinks).sum();
    // Small weights may be rounded to zero, but no zero may become a weight.
    assertThat(pruned).isGreaterThanOrEqualTo(expected);
    if (precision == Precision.FP32) {
      assertThat(pruned).isEqualTo(expected);
    }
  }

  @Test
  void write_int8_leavesLayersUnder1024WeightsInSingleFloats() {
    Mlp network = TestNetworks.pruned(3, 33, 31, 32, 32, 32);

    Model model = model(TfLiteWriter.write(network, Precision.INT8, PROVENANCE));

    assertThat(weights(model).stream().map(org.tensorflow.lite.schema.Tensor::type))
        .containsExactly(TensorType.FLOAT32, TensorType.FLOAT32, TensorType.INT8, TensorType.INT8);
    try (TfLiteRunner runner =
        TfLiteRunner.open(TfLiteWriter.write(network, Precision.INT8, PROVENANCE), 1)) {
      assertThat(runner.operatorsDelegated()).isEqualTo(runner.operatorsTotal()).isEqualTo(5);
    }
  }

  @Test
  void write_int8_marksOperatorsAsTheConverterDoes() {
    Model model = model(written(Precision.INT8));

    OperatorCode code = model.operatorCodes(0);
    assertThat(code.builtinCode()).isEqualTo(BuiltinOperator.FULLY_CONNECTED);
    assertThat(code.version()).isEqualTo(12);
    Operator first = model.subgraphs(0).operators(0);
    FullyConnectedOptions options = new FullyConnectedOptions();
    first.builtinOptions(options);
    assertThat(options.asymmetricQuantizeInputs()).isTrue();
    org.tensorflow.lite.schema.Tensor weights = model.subgraphs(0).tensors(first.inputs(1));
    assertThat(weights.quantization().scaleLength()).isEqualTo(40);
    assertThat(weights.quantization().zeroPoint(39)).isZero();
    assertThat(weights.quantization().quantizedDimension()).isZero();
    assertThat(model.subgraphs(0).tensors(first.inputs(2)).type()).isEqualTo(TensorType.FLOAT32);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "INT8_FULL") // Takes samples.
  void write_copesWithInputsThatAreAllZero(Precision precision) {
    Matrix zeros = Matrix.zeros(3, 50);

    try (TfLiteRunner runner = TfLiteRunner.open(written(precision), 1)) {
      assertClose(runner.run(zeros), NETWORK.apply(zeros), 0.02f);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "INT8_FULL") // Takes samples.
  void write_copesWithLayersOfOneUnit(Precision precision) {
    Mlp network = TestNetworks.pruned(4, 2000, 1, 1, 2000);
    Matrix inputs = TestNetworks.inputs(5, 3, 2000);

    try (TfLiteRunner runner =
        TfLiteRunner.open(TfLiteWriter.write(network, precision, PROVENANCE), 1)) {
      assertThat(runner.operatorsDelegated()).isEqualTo(runner.operatorsTotal());
      assertClose(runner.run(inputs), network.apply(inputs), 0.02f);
    }
  }

  private static byte[] written(Precision precision) {
    return TfLiteWriter.write(NETWORK, precision, PROVENANCE);
  }

  private static Matrix outputs(Precision precision) {
    try (TfLiteRunner runner = TfLiteRunner.open(written(precision), 1)) {
      return runner.run(INPUTS);
    }
  }

  private static Model model(byte[] file) {
    return Model.getRootAsModel(ByteBuffer.wrap(file));
  }

  /** The stored weights of each layer, before any DEQUANTIZE. */
  private static List<org.tensorflow.lite.schema.Tensor> weights(Model model) {
    SubGraph graph = model.subgraphs(0);
    List<org.tensorflow.lite.schema.Tensor> weights = new ArrayList<>();
    for (int i = 0; i < graph.tensorsLength(); i++) {
      if (graph.tensors(i).name().endsWith(TfLiteWriter.WEIGHTS_SUFFIX)) {
        weights.add(graph.tensors(i));
      }
    }
    return weights;
  }

  private static DenseLayer throughHalves(DenseLayer layer) {
    return new DenseLayer(
        layer.name(),
        layer.inputs(),
        layer.outputs(),
        halves(layer.weights()),
        halves(layer.bias()),
        layer.activation());
  }

  private static float[] halves(float[] values) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = Float16.toFloat(Float16.toHalf(values[i]));
    }
    return rounded;
  }

  private static DenseLayer throughInt8(DenseLayer layer) {
    if (layer.links() < Converter.MIN_ELEMENTS) {
      return layer;
    }
    int n = layer.inputs();
    int m = layer.outputs();
    float[] byOutput = Transpose.of(layer.weights(), n, m);
    float[] quantised = Converter.CURRENT.quantise(byOutput, new Channels(m, n)).dequantised();
    return layer.withWeights(Transpose.of(quantised, m, n));
  }

  private static void assertClose(Matrix actual, Matrix expected, float tolerance) {
    assertThat(actual.rows()).isEqualTo(expected.rows());
    assertThat(actual.values()).containsExactly(expected.values(), within(tolerance));
  }
}
