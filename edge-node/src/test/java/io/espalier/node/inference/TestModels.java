package io.espalier.node.inference;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.tensorflow.lite.schema.Buffer;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.FullyConnectedOptions;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.OperatorCode;
import org.tensorflow.lite.schema.QuantizationParameters;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.Tensor;
import org.tensorflow.lite.schema.TensorType;

/** Tiny {@code .tflite} files for tests. */
public final class TestModels {
  private static final int ALIGNMENT = 16;
  private static final String IDENTIFIER = "TFL3";

  private TestModels() {}

  /**
   * One fully connected layer without bias.
   *
   * @param weights one row an output, one column an input
   */
  public static byte[] dense(float[][] weights) {
    return dense(weights, 1);
  }

  /**
   * Such a layer of bytes: inputs and outputs stand for (byte − zero) · scale, weights for
   * themselves.
   */
  public static byte[] quantised(int[][] weights, float scale, int zero) {
    FlatBufferBuilder b = new FlatBufferBuilder();
    ByteBuffer stored = ByteBuffer.allocate(weights.length * weights[0].length);
    for (int[] row : weights) {
      for (int weight : row) {
        stored.put((byte) weight);
      }
    }
    int[] buffers = {buffer(b, new byte[0]), buffer(b, stored.array())};
    int outside = quantisation(b, scale, zero);
    int[] tensors = {
      tensor(b, "in", TensorType.INT8, 0, outside, 1, weights[0].length),
      tensor(b, "out", TensorType.INT8, 0, outside, 1, weights.length),
      tensor(
          b,
          "weights",
          TensorType.INT8,
          1,
          quantisation(b, 1, 0),
          weights.length,
          weights[0].length)
    };
    return fullyConnected(b, tensors, buffers, 1);
  }

  private static byte[] dense(float[][] weights, int... told) {
    int outputs = weights.length;
    int inputs = weights[0].length;
    FlatBufferBuilder b = new FlatBufferBuilder();
    int[] buffers = {buffer(b, new byte[0]), buffer(b, bytes(weights))};
    int[] tensors = {
      tensor(b, "in", 0, 1, inputs),
      tensor(b, "out", 0, 1, outputs),
      tensor(b, "weights", 1, outputs, inputs)
    };
    return fullyConnected(b, tensors, buffers, told);
  }

  private static byte[] fullyConnected(
      FlatBufferBuilder b, int[] tensors, int[] buffers, int... told) {
    FullyConnectedOptions.startFullyConnectedOptions(b);
    int options = FullyConnectedOptions.endFullyConnectedOptions(b);
    int operands = Operator.createInputsVector(b, new int[] {0, 2, -1});
    int results = Operator.createOutputsVector(b, new int[] {1});
    Operator.startOperator(b);
    Operator.addInputs(b, operands);
    Operator.addOutputs(b, results);
    Operator.addBuiltinOptions(b, options);
    Operator.addBuiltinOptionsType(b, BuiltinOptions.FullyConnectedOptions);
    return model(
        b, BuiltinOperator.FULLY_CONNECTED, Operator.endOperator(b), tensors, buffers, told);
  }

  /** That layer, and a second output which is its input. */
  public static byte[] denseAndInput(float[][] weights) {
    return dense(weights, 1, 0);
  }

  /** One operator that TensorFlow Lite has and XNNPACK has not. */
  public static byte[] logSoftmax(int width) {
    FlatBufferBuilder b = new FlatBufferBuilder();
    int[] buffers = {buffer(b, new byte[0])};
    int[] tensors = {tensor(b, "in", 0, 1, width), tensor(b, "out", 0, 1, width)};
    int operands = Operator.createInputsVector(b, new int[] {0});
    int results = Operator.createOutputsVector(b, new int[] {1});
    Operator.startOperator(b);
    Operator.addInputs(b, operands);
    Operator.addOutputs(b, results);
    return model(b, BuiltinOperator.LOG_SOFTMAX, Operator.endOperator(b), tensors, buffers);
  }

  /** A row made anew as one of that width, which a batch of two cannot be. */
  public static byte[] oneRow(int width) {
    return shaped(BuiltinOperator.RESHAPE, width, new int[] {1, width}, 1, width);
  }

  /** Its input, so often below and beside itself: a small file that needs much memory. */
  public static byte[] tile(int width, int rows, int copies) {
    return shaped(BuiltinOperator.TILE, width, new int[] {rows, copies}, rows, copies * width);
  }

  /** An operator that makes another shape of its input, by two numbers. */
  private static byte[] shaped(int code, int width, int[] numbers, int... shape) {
    FlatBufferBuilder b = new FlatBufferBuilder();
    ByteBuffer stored = ByteBuffer.allocate(2 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    stored.putInt(numbers[0]).putInt(numbers[1]);
    int[] buffers = {buffer(b, new byte[0]), buffer(b, stored.array())};
    int[] tensors = {
      tensor(b, "in", 0, 1, width),
      tensor(b, "out", 0, shape),
      tensor(b, "numbers", TensorType.INT32, 1, 0, 2)
    };
    int operands = Operator.createInputsVector(b, new int[] {0, 2});
    int results = Operator.createOutputsVector(b, new int[] {1});
    Operator.startOperator(b);
    Operator.addInputs(b, operands);
    Operator.addOutputs(b, results);
    return model(b, code, Operator.endOperator(b), tensors, buffers);
  }

  /** The layer that gives back what it gets. */
  public static byte[] identity(int width) {
    float[][] weights = new float[width][width];
    for (int i = 0; i < width; i++) {
      weights[i][i] = 1;
    }
    return dense(weights);
  }

  /** A model of that operator alone, from the first tensor to the second. */
  private static byte[] model(
      FlatBufferBuilder b, int code, int operator, int[] tensors, int[] buffers) {
    return model(b, code, operator, tensors, buffers, 1);
  }

  private static byte[] model(
      FlatBufferBuilder b, int code, int operator, int[] tensors, int[] buffers, int... told) {
    int allTensors = SubGraph.createTensorsVector(b, tensors);
    int operators = SubGraph.createOperatorsVector(b, new int[] {operator});
    int in = SubGraph.createInputsVector(b, new int[] {0});
    int out = SubGraph.createOutputsVector(b, told);
    SubGraph.startSubGraph(b);
    SubGraph.addTensors(b, allTensors);
    SubGraph.addInputs(b, in);
    SubGraph.addOutputs(b, out);
    SubGraph.addOperators(b, operators);
    int subgraphs = Model.createSubgraphsVector(b, new int[] {SubGraph.endSubGraph(b)});
    OperatorCode.startOperatorCode(b);
    OperatorCode.addBuiltinCode(b, code);
    OperatorCode.addDeprecatedBuiltinCode(b, (byte) code);
    OperatorCode.addVersion(b, 1);
    int codes = Model.createOperatorCodesVector(b, new int[] {OperatorCode.endOperatorCode(b)});
    int allBuffers = Model.createBuffersVector(b, buffers);
    Model.startModel(b);
    Model.addVersion(b, 3);
    Model.addOperatorCodes(b, codes);
    Model.addSubgraphs(b, subgraphs);
    Model.addBuffers(b, allBuffers);
    b.finish(Model.endModel(b), IDENTIFIER);
    return b.sizedByteArray();
  }

  private static int buffer(FlatBufferBuilder b, byte[] content) {
    ByteBuffer data = b.createUnintializedVector(1, content.length, ALIGNMENT);
    data.put(content);
    return Buffer.createBuffer(b, b.endVector());
  }

  private static int tensor(FlatBufferBuilder b, String name, int buffer, int... shape) {
    return tensor(b, name, TensorType.FLOAT32, buffer, 0, shape);
  }

  private static int quantisation(FlatBufferBuilder b, float scale, long zero) {
    int scales = QuantizationParameters.createScaleVector(b, new float[] {scale});
    int zeros = QuantizationParameters.createZeroPointVector(b, new long[] {zero});
    return QuantizationParameters.createQuantizationParameters(
        b, 0, 0, scales, zeros, (byte) 0, 0, 0);
  }

  private static int tensor(
      FlatBufferBuilder b, String name, byte type, int buffer, int quantisation, int... shape) {
    int dimensions = Tensor.createShapeVector(b, shape);
    int label = b.createString(name);
    Tensor.startTensor(b);
    Tensor.addShape(b, dimensions);
    Tensor.addType(b, type);
    Tensor.addBuffer(b, buffer);
    Tensor.addName(b, label);
    if (quantisation != 0) {
      Tensor.addQuantization(b, quantisation);
    }
    return Tensor.endTensor(b);
  }

  private static byte[] bytes(float[][] weights) {
    ByteBuffer bytes =
        ByteBuffer.allocate(weights.length * weights[0].length * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : weights) {
      for (float weight : row) {
        bytes.putFloat(weight);
      }
    }
    return bytes.array();
  }
}
