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

  /** Its input, so often below and beside itself: a small file that needs much memory. */
  public static byte[] tile(int width, int rows, int copies) {
    FlatBufferBuilder b = new FlatBufferBuilder();
    ByteBuffer multiples = ByteBuffer.allocate(2 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    multiples.putInt(rows).putInt(copies);
    int[] buffers = {buffer(b, new byte[0]), buffer(b, multiples.array())};
    int[] tensors = {
      tensor(b, "in", 0, 1, width),
      tensor(b, "out", 0, rows, copies * width),
      tensor(b, "multiples", TensorType.INT32, 1, 2)
    };
    int operands = Operator.createInputsVector(b, new int[] {0, 2});
    int results = Operator.createOutputsVector(b, new int[] {1});
    Operator.startOperator(b);
    Operator.addInputs(b, operands);
    Operator.addOutputs(b, results);
    return model(b, BuiltinOperator.TILE, Operator.endOperator(b), tensors, buffers);
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
    return tensor(b, name, TensorType.FLOAT32, buffer, shape);
  }

  private static int tensor(FlatBufferBuilder b, String name, byte type, int buffer, int... shape) {
    int dimensions = Tensor.createShapeVector(b, shape);
    int label = b.createString(name);
    Tensor.startTensor(b);
    Tensor.addShape(b, dimensions);
    Tensor.addType(b, type);
    Tensor.addBuffer(b, buffer);
    Tensor.addName(b, label);
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
