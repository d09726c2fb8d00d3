package io.espalier.compressor.tflite;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.quantise.Converter;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.artifact.Provenance;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a network as a {@code .tflite} file, with the tensors and operators that TensorFlow's
 * converter would write for that precision.
 */
public final class TfLiteWriter {
  static final String WEIGHTS_SUFFIX = "/MatMul";
  private static final String BIAS_SUFFIX = "/BiasAdd";
  private static final String OUTPUT_NAME = "StatefulPartitionedCall:0";

  private TfLiteWriter() {}

  /**
   * The file's bytes, the same for the same arguments. Its input and output are single floats,
   * batch × width, for a batch of any size.
   *
   * @throws IllegalArgumentException for {@link Precision#INT8_FULL}, which takes samples and so is
   *     made of the file of single floats, by {@link TfLiteQuantiser}
   */
  public static byte[] write(Mlp network, Precision precision, Provenance provenance) {
    return write(network, network.layers().size() - 1, precision, provenance);
  }

  /**
   * The same with a second output: what that layer, counted from 0, yields. The last layer is the
   * first output already.
   */
  public static byte[] write(Mlp network, int told, Precision precision, Provenance provenance) {
    TfLiteGraph graph = new TfLiteGraph(network.inputs());
    List<DenseLayer> layers = network.layers();
    Tensor x = graph.input();
    List<Tensor> outputs = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      DenseLayer layer = layers.get(i);
      boolean last = i == layers.size() - 1;
      x = add(graph, layer, precision, x, last ? OUTPUT_NAME : layer.name());
      if (last) {
        outputs.add(0, x);
      } else if (i == told) {
        outputs.add(x);
      }
    }
    return graph.encode(outputs, provenance);
  }

  /**
   * A file of anybody's with a provenance in its metadata, in place of an earlier one.
   *
   * @throws TfLiteException if the bytes are no {@code .tflite} file
   */
  public static byte[] stamped(byte[] file, Provenance provenance) {
    return TfLiteModel.parse(file)
        .edit()
        .setMetadata(ProvenanceEntry.NAME, ProvenanceEntry.encode(provenance))
        .build()
        .write();
  }

  private static Tensor add(
      TfLiteGraph graph, DenseLayer layer, Precision precision, Tensor x, String output) {
    Tensor weights = weights(graph, layer, precision);
    Tensor bias = bias(graph, layer, precision);
    return switch (layer.activation()) {
      case LINEAR -> graph.fullyConnected(output, x, weights, bias, Clamp.NONE);
      case RELU -> graph.fullyConnected(output, x, weights, bias, Clamp.BELOW_ZERO);
      case RELU6 -> graph.fullyConnected(output, x, weights, bias, Clamp.TO_SIX);
      case HARD_TANH -> graph.fullyConnected(output, x, weights, bias, Clamp.TO_UNIT);
      // TensorFlow Lite cannot fuse these two.
      case TANH -> graph.tanh(output, sums(graph, layer, x, weights, bias));
      case SIGMOID -> graph.logistic(output, sums(graph, layer, x, weights, bias));
    };
  }

  private static Tensor sums(
      TfLiteGraph graph, DenseLayer layer, Tensor x, Tensor weights, Tensor bias) {
    return graph.fullyConnected(layer.name() + "/sums", x, weights, bias, Clamp.NONE);
  }

  private static Tensor weights(TfLiteGraph graph, DenseLayer layer, Precision precision) {
    String name = layer.name() + WEIGHTS_SUFFIX;
    float[] values = Transpose.of(layer.weights(), layer.inputs(), layer.outputs());
    int rows = layer.outputs();
    int columns = layer.inputs();
    return switch (precision) {
      case FP32 -> graph.floats(name, values, rows, columns);
      case FP16 -> graph.halves(name, values, rows, columns);
      case INT8 ->
          values.length < Converter.MIN_ELEMENTS
              ? graph.floats(name, values, rows, columns)
              : graph.channelwiseInt8(name, values, rows, columns);
      case INT8_FULL ->
          throw new IllegalArgumentException(
              "precision: expected numbers that take no samples, found " + precision.label());
    };
  }

  private static Tensor bias(TfLiteGraph graph, DenseLayer layer, Precision precision) {
    String name = layer.name() + BIAS_SUFFIX;
    return precision == Precision.FP16
        ? graph.halves(name, layer.bias(), layer.outputs())
        : graph.floats(name, layer.bias(), layer.outputs());
  }
}
