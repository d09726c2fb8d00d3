package io.espalier.compressor.tflite;

import io.espalier.compressor.quantise.Channels;
import io.espalier.compressor.quantise.Converter;
import io.espalier.compressor.quantise.Float16;
import io.espalier.compressor.quantise.Int8Tensor;
import io.espalier.shared.artifact.Provenance;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.lite.schema.TensorType;

/**
 * A TensorFlow Lite graph under construction: one input of rows, operators in the order in which
 * they run, one output or more. The number of rows is left open.
 */
public final class TfLiteGraph {
  private static final String INPUT_NAME = "serving_default_input:0";

  private final Tensor input;
  private final List<Tensor> tensors = new ArrayList<>();
  private final List<Operator> operators = new ArrayList<>();

  /** A graph over rows of {@code width} floats. */
  public TfLiteGraph(int width) {
    input = added(Tensor.batch(INPUT_NAME, TensorType.FLOAT32, 1, width));
  }

  /** What the graph is given. */
  public Tensor input() {
    return input;
  }

  /** A constant of single floats, row by row. */
  public Tensor floats(String name, float[] values, int... shape) {
    byte[] data = new byte[Math.multiplyExact(Float.BYTES, values.length)];
    littleEndian(data).asFloatBuffer().put(values);
    return constant(Tensor.constant(name, TensorType.FLOAT32, shape, data), values.length);
  }

  /** A constant stored as half floats and widened to single floats before the first inference. */
  public Tensor halves(String name, float[] values, int... shape) {
    byte[] data = new byte[Math.multiplyExact(Short.BYTES, values.length)];
    littleEndian(data).asShortBuffer().put(Float16.toHalves(values));
    Tensor stored = constant(Tensor.constant(name, TensorType.FLOAT16, shape, data), values.length);
    Tensor widened = added(Tensor.derived(name + "/widened", TensorType.FLOAT32, shape));
    return operator(OperatorVersion.DEQUANTIZE_HALVES, Clamp.NONE, widened, stored);
  }

  /**
   * A constant stored as 8-bit integers with a scale per row. Only weights of {@link
   * #fullyConnected} may be stored so.
   */
  public Tensor channelwiseInt8(String name, float[] values, int rows, int columns) {
    int[] shape = {rows, columns};
    Int8Tensor quantised = Converter.CURRENT.quantise(values, Channels.along(shape, 0));
    return constant(
        Tensor.channelwise(name, TensorType.INT8, shape, quantised.levels(), quantised.scales()),
        values.length);
  }

  /**
   * The rows of x times the rows of the weights, plus a bias.
   *
   * @param x batch × n
   * @param weights m × n
   * @param bias m
   * @return batch × m
   */
  public Tensor fullyConnected(String name, Tensor x, Tensor weights, Tensor bias, Clamp clamp) {
    if (weights.shape.length != 2 || weights.width() != x.width()) {
      throw new IllegalArgumentException(
          "%s: expected weights of %d columns, found %s × %d"
              .formatted(name, x.width(), weights.shape[0], weights.width()));
    }
    if (bias.elements() != weights.shape[0]) {
      throw new IllegalArgumentException(
          "%s: expected %d biases, found %d".formatted(name, weights.shape[0], bias.elements()));
    }
    boolean int8 = weights.type == TensorType.INT8;
    return operator(
        int8 ? OperatorVersion.FULLY_CONNECTED_CHANNELWISE_INT8 : OperatorVersion.FULLY_CONNECTED,
        clamp,
        rows(name, weights.shape[0]),
        x,
        weights,
        bias);
  }

  /** 1 / (1 + e⁻ˣ), element by element. */
  public Tensor logistic(String name, Tensor x) {
    return operator(OperatorVersion.LOGISTIC, Clamp.NONE, rows(name, x.width()), x);
  }

  /** tanh x, element by element. */
  public Tensor tanh(String name, Tensor x) {
    return operator(OperatorVersion.TANH, Clamp.NONE, rows(name, x.width()), x);
  }

  /**
   * eˣ, element by element. XNNPACK's answer to it was wrong on arm64 when this was written
   * (docs/adr/0023): a graph that is to run there says it by other operators.
   */
  public Tensor exp(String name, Tensor x) {
    return operator(OperatorVersion.EXP, Clamp.NONE, rows(name, x.width()), x);
  }

  /** x · y, element by element; a y of one column is taken for every column of x. */
  public Tensor multiply(String name, Tensor x, Tensor y) {
    requireFit(name, x, y);
    return operator(OperatorVersion.MUL, Clamp.NONE, rows(name, x.width()), x, y);
  }

  /** x − y, element by element; a y of one column is taken for every column of x. */
  public Tensor subtract(String name, Tensor x, Tensor y) {
    requireFit(name, x, y);
    return operator(OperatorVersion.SUB, Clamp.NONE, rows(name, x.width()), x, y);
  }

  /** x / y, element by element; a y of one column is taken for every column of x. */
  public Tensor divide(String name, Tensor x, Tensor y) {
    requireFit(name, x, y);
    return operator(OperatorVersion.DIV, Clamp.NONE, rows(name, x.width()), x, y);
  }

  /** The column of the largest value of each row, the first one on a tie, as a 32-bit integer. */
  public Tensor argMax(String name, Tensor x) {
    byte[] lastDimension = {1, 0, 0, 0};
    Tensor axis =
        added(Tensor.constant(name + "/axis", TensorType.INT32, new int[0], lastDimension));
    Tensor column = added(Tensor.batch(name, TensorType.INT32, 1));
    return operator(OperatorVersion.ARG_MAX, Clamp.NONE, column, x, axis);
  }

  /**
   * The bytes of the file, the same for the same graph and provenance.
   *
   * @throws IllegalArgumentException if an operator does not lead to the output
   */
  public byte[] encode(Tensor output, Provenance provenance) {
    return encode(List.of(output), provenance);
  }

  /** The same with several outputs, in that order. */
  public byte[] encode(List<Tensor> outputs, Provenance provenance) {
    outputs.forEach(this::requireOwn);
    for (Operator operator : operators) {
      // XNNPACK aborts the process over a result that nobody reads.
      if (!outputs.contains(operator.output()) && !isRead(operator.output())) {
        throw new IllegalArgumentException(operator.output().name + ": is computed but never read");
      }
    }
    return new GraphEncoder(tensors, operators).encode(input, outputs, provenance);
  }

  private boolean isRead(Tensor tensor) {
    return operators.stream().anyMatch(operator -> operator.inputs().contains(tensor));
  }

  private Tensor rows(String name, int width) {
    return added(Tensor.batch(name, TensorType.FLOAT32, 1, width));
  }

  private Tensor constant(Tensor constant, int elements) {
    if (constant.elements() != elements) {
      throw new IllegalArgumentException(
          "%s: expected %d values, found %d"
              .formatted(constant.name, constant.elements(), elements));
    }
    return added(constant);
  }

  private static void requireFit(String name, Tensor x, Tensor y) {
    if (y.width() != x.width() && y.width() != 1) {
      throw new IllegalArgumentException(
          "%s: expected 1 or %d columns, found %d".formatted(name, x.width(), y.width()));
    }
  }

  private void requireOwn(Tensor tensor) {
    if (!tensors.contains(tensor)) {
      throw new IllegalArgumentException(tensor.name + ": belongs to another graph");
    }
  }

  private Tensor added(Tensor tensor) {
    tensors.add(tensor);
    return tensor;
  }

  private Tensor operator(OperatorVersion version, Clamp clamp, Tensor output, Tensor... inputs) {
    for (Tensor tensor : inputs) {
      requireOwn(tensor);
    }
    operators.add(new Operator(version, clamp, List.of(inputs), output));
    return output;
  }

  private static ByteBuffer littleEndian(byte[] data) {
    return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
  }
}
