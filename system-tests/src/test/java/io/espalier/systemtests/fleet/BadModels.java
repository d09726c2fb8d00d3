package io.espalier.systemtests.fleet;

import com.google.flatbuffers.FlatBufferBuilder;
import io.espalier.compressor.tflite.Clamp;
import io.espalier.compressor.tflite.TfLiteGraph;
import io.espalier.shared.artifact.Provenance;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.TreeMap;
import org.tensorflow.lite.schema.Buffer;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.OperatorCode;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.Tensor;
import org.tensorflow.lite.schema.TensorType;

/** Files that are well-formed and that no node can live with. */
final class BadModels {
  private static final int ALIGNMENT = 16;

  private BadModels() {}

  /**
   * A file of which XNNPACK aborts the process: what its first operator computes is read by nobody.
   */
  static byte[] aborting() {
    TfLiteGraph graph = new TfLiteGraph(Models.WIDTH);
    var weights =
        graph.floats(
            "weights", new float[Models.CLASSES * Models.WIDTH], Models.CLASSES, Models.WIDTH);
    var bias = graph.floats("bias", new float[Models.CLASSES], Models.CLASSES);
    var unread = graph.fullyConnected("unread", graph.input(), weights, bias, Clamp.NONE);
    var read = graph.fullyConnected("read", graph.input(), weights, bias, Clamp.NONE);
    var output = graph.subtract("output", read, unread);
    byte[] file = graph.encode(output, new Provenance("test", "test", new TreeMap<>()));
    // The writer refuses such a graph, so the difference is made one of a result with itself.
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    SubGraph operators = Model.getRootAsModel(bytes).subgraphs(0);
    Operator difference = operators.operators(operators.operatorsLength() - 1);
    int operands = difference.inputsAsByteBuffer().position();
    bytes.putInt(operands + Integer.BYTES, bytes.getInt(operands));
    return file;
  }

  /** A small file that needs 8 TB between its two operators, TILE and SLICE. */
  static byte[] insatiable() {
    int rows = 1_000;
    int copies = 20_000_000;
    FlatBufferBuilder b = new FlatBufferBuilder();
    int[] buffers = {
      buffer(b), buffer(b, rows, copies), buffer(b, 0, 0), buffer(b, 1, Models.CLASSES)
    };
    int[] tensors = {
      tensor(b, "in", TensorType.FLOAT32, 0, 1, Models.WIDTH),
      tensor(b, "out", TensorType.FLOAT32, 0, 1, Models.CLASSES),
      tensor(b, "copies", TensorType.INT32, 1, 2),
      tensor(b, "huge", TensorType.FLOAT32, 0, rows, copies * Models.WIDTH),
      tensor(b, "begin", TensorType.INT32, 2, 2),
      tensor(b, "size", TensorType.INT32, 3, 2)
    };
    int allTensors = SubGraph.createTensorsVector(b, tensors);
    int[] operators = {operator(b, 0, 3, 0, 2), operator(b, 1, 1, 3, 4, 5)};
    int allOperators = SubGraph.createOperatorsVector(b, operators);
    int in = SubGraph.createInputsVector(b, new int[] {0});
    int out = SubGraph.createOutputsVector(b, new int[] {1});
    SubGraph.startSubGraph(b);
    SubGraph.addTensors(b, allTensors);
    SubGraph.addInputs(b, in);
    SubGraph.addOutputs(b, out);
    SubGraph.addOperators(b, allOperators);
    int subgraphs = Model.createSubgraphsVector(b, new int[] {SubGraph.endSubGraph(b)});
    int[] codes = {code(b, BuiltinOperator.TILE), code(b, BuiltinOperator.SLICE)};
    int allCodes = Model.createOperatorCodesVector(b, codes);
    int allBuffers = Model.createBuffersVector(b, buffers);
    Model.startModel(b);
    Model.addVersion(b, 3);
    Model.addOperatorCodes(b, allCodes);
    Model.addSubgraphs(b, subgraphs);
    Model.addBuffers(b, allBuffers);
    b.finish(Model.endModel(b), "TFL3");
    return b.sizedByteArray();
  }

  private static int buffer(FlatBufferBuilder b, int... values) {
    ByteBuffer data = b.createUnintializedVector(1, values.length * Integer.BYTES, ALIGNMENT);
    data.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(values);
    return Buffer.createBuffer(b, b.endVector());
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

  private static int operator(FlatBufferBuilder b, int code, int output, int... inputs) {
    int operands = Operator.createInputsVector(b, inputs);
    int results = Operator.createOutputsVector(b, new int[] {output});
    Operator.startOperator(b);
    Operator.addOpcodeIndex(b, code);
    Operator.addInputs(b, operands);
    Operator.addOutputs(b, results);
    return Operator.endOperator(b);
  }

  private static int code(FlatBufferBuilder b, int builtin) {
    OperatorCode.startOperatorCode(b);
    OperatorCode.addBuiltinCode(b, builtin);
    OperatorCode.addDeprecatedBuiltinCode(b, (byte) builtin);
    OperatorCode.addVersion(b, 1);
    return OperatorCode.endOperatorCode(b);
  }
}
