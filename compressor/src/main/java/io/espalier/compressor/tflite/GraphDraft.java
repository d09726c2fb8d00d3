package io.espalier.compressor.tflite;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.lite.schema.BufferT;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptionsUnion;
import org.tensorflow.lite.schema.ModelT;
import org.tensorflow.lite.schema.OperatorCodeT;
import org.tensorflow.lite.schema.OperatorT;
import org.tensorflow.lite.schema.QuantizationDetailsUnion;
import org.tensorflow.lite.schema.QuantizationParametersT;
import org.tensorflow.lite.schema.SubGraphT;
import org.tensorflow.lite.schema.TensorT;
import org.tensorflow.lite.schema.TensorType;

final class GraphDraft {
  private final ModelT model;
  private final SubGraphT graph;
  private final List<TensorT> tensors;
  private final List<BufferT> buffers;
  final List<Node> nodes = new ArrayList<>();

  GraphDraft(ModelT model, int number) {
    this.model = model;
    graph = model.getSubgraphs()[number];
    tensors = new ArrayList<>(Arrays.asList(graph.getTensors()));
    buffers = new ArrayList<>(Arrays.asList(model.getBuffers()));
    for (OperatorT op : graph.getOperators()) {
      OperatorCodeT code = model.getOperatorCodes()[(int) op.getOpcodeIndex()];
      nodes.add(
          new Node(
              Math.max(code.getBuiltinCode(), code.getDeprecatedBuiltinCode()),
              code.getVersion(),
              op.getInputs(),
              op.getOutputs(),
              op));
    }
  }

  int tensors() {
    return tensors.size();
  }

  String name(int t) {
    return tensors.get(t).getName();
  }

  String where(int t) {
    return "tensor %d (%s)".formatted(t, name(t));
  }

  byte type(int t) {
    return tensors.get(t).getType();
  }

  int[] shape(int t) {
    return tensors.get(t).getShape();
  }

  boolean isVariable(int t) {
    return tensors.get(t).getIsVariable();
  }

  boolean isSparse(int t) {
    return tensors.get(t).getSparsity() != null;
  }

  boolean isConstant(int t) {
    int[] d = buffers.get((int) tensors.get(t).getBuffer()).getData();
    return d != null && d.length > 0;
  }

  float[] numbers(int t) {
    int[] d = buffers.get((int) tensors.get(t).getBuffer()).getData();
    ByteBuffer b = ByteBuffer.allocate(d.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int v : d) {
      b.put((byte) v);
    }
    b.flip();
    float[] values = new float[d.length / 4];
    b.asFloatBuffer().get(values);
    return values;
  }

  int[] inputs() {
    return graph.getInputs();
  }

  int[] outputs() {
    return graph.getOutputs();
  }

  void store(int t, Stored content) {
    TensorT tensor = tensors.get(t);
    tensor.setType(content.type());
    if (content.data().length > 0) {
      int[] d = new int[content.data().length];
      for (int i = 0; i < d.length; i++) {
        d[i] = content.data()[i] & 0xff;
      }
      BufferT buffer = new BufferT();
      buffer.setData(d);
      buffers.add(buffer);
      tensor.setBuffer(buffers.size() - 1);
    }
    if (content.scales().length > 0) {
      QuantizationParametersT q = new QuantizationParametersT();
      q.setScale(content.scales());
      q.setZeroPoint(content.zeroPoints());
      q.setQuantizedDimension(content.axis());
      q.setDetails(new QuantizationDetailsUnion());
      tensor.setQuantization(q);
    } else {
      tensor.setQuantization(null);
    }
  }

  int add(String suffix, int like, Stored content) {
    TensorT from = tensors.get(like);
    TensorT tensor = new TensorT();
    tensor.setName(from.getName() + suffix);
    tensor.setShape(from.getShape().clone());
    tensor.setShapeSignature(from.getShapeSignature());
    tensor.setVariantTensors(null);
    tensor.setHasRank(from.getHasRank());
    tensors.add(tensor);
    store(tensors.size() - 1, content);
    return tensors.size() - 1;
  }

  /** Which nodes read each tensor, each as often as it does, in the order in which they run. */
  Map<Integer, List<Node>> readers() {
    Map<Integer, List<Node>> readers = new HashMap<>();
    for (Node node : nodes) {
      for (int tensor : node.inputs) {
        readers.computeIfAbsent(tensor, any -> new ArrayList<>()).add(node);
      }
    }
    return readers;
  }

  /** Which node yields each tensor. */
  Map<Integer, Node> producers() {
    Map<Integer, Node> producers = new HashMap<>();
    for (Node node : nodes) {
      for (int tensor : node.outputs) {
        producers.put(tensor, node);
      }
    }
    return producers;
  }

  /** Whether the graph yields a tensor. */
  boolean isOutput(int tensor) {
    return Arrays.stream(outputs()).anyMatch(output -> output == tensor);
  }

  /** Whether a tensor holds single floats that are the same for every sample. */
  boolean isFloatConstant(int tensor) {
    return tensor >= 0
        && type(tensor) == TensorType.FLOAT32
        && isConstant(tensor)
        && !isSparse(tensor)
        && !isVariable(tensor);
  }

  /** Has a tensor dequantised before its first reader. */
  void dequantise(int from, int to, List<Node> readers, int version) {
    int first = readers.stream().mapToInt(nodes::indexOf).min().orElse(nodes.size());
    insert(first, BuiltinOperator.DEQUANTIZE, version, from, to);
  }

  void insert(int position, int builtin, int version, int in, int out) {
    nodes.add(position, new Node(builtin, version, new int[] {in}, new int[] {out}, null));
  }

  void commit() {
    List<OperatorT> ops = new ArrayList<>();
    for (Node n : nodes) {
      OperatorT op = n.origin;
      if (op == null) {
        op = new OperatorT();
        op.setBuiltinOptions(new BuiltinOptionsUnion());
      }
      op.setCustomOptions(null);
      op.setIntermediates(null);
      op.setMutatingVariableInputs(null);
      op.setInputs(n.inputs);
      op.setOutputs(n.outputs);
      if (n.asymmetricInputs != null) {
        op.getBuiltinOptions()
            .asFullyConnectedOptions()
            .setAsymmetricQuantizeInputs(n.asymmetricInputs);
      }
      op.setOpcodeIndex(code(n.builtin, n.version));
      ops.add(op);
    }
    graph.setOperators(ops.toArray(OperatorT[]::new));
    graph.setTensors(tensors.toArray(TensorT[]::new));
    model.setBuffers(buffers.toArray(BufferT[]::new));
  }

  private int code(int builtin, int version) {
    OperatorCodeT[] codes = model.getOperatorCodes();
    for (int i = 0; i < codes.length; i++) {
      if (codes[i].getBuiltinCode() == builtin && codes[i].getVersion() == version) {
        return i;
      }
    }
    OperatorCodeT code = new OperatorCodeT();
    code.setBuiltinCode(builtin);
    code.setDeprecatedBuiltinCode((byte) Math.min(builtin, 127));
    code.setVersion(version);
    codes = Arrays.copyOf(codes, codes.length + 1);
    codes[codes.length - 1] = code;
    model.setOperatorCodes(codes);
    return codes.length - 1;
  }
}
