package io.espalier.compressor.tflite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A graph that is being quantised: its tensors as they were, and its operators as they will be.
 * Questions about tensors are about those of the file.
 */
final class GraphDraft {
  private static final String OPTIONS = "builtin_options";

  /** In the order in which they will run. */
  final List<Node> nodes = new ArrayList<>();

  private final ModelGraph graph;
  private final SubgraphEditor editor;
  private final Map<Integer, String> added = new HashMap<>();

  GraphDraft(ModelGraph graph, SubgraphEditor editor) {
    this.graph = graph;
    this.editor = editor;
    graph.operators().forEach(operator -> nodes.add(new Node(operator)));
  }

  /** How many tensors the file has in this graph. */
  int tensors() {
    return graph.tensors().size();
  }

  ModelTensor tensor(int number) {
    return graph.tensor(number);
  }

  String name(int tensor) {
    return added.getOrDefault(tensor, tensor < tensors() ? tensor(tensor).name() : "");
  }

  /** The numbers of a constant of single floats. */
  float[] numbers(int tensor) {
    return tensor(tensor).floats();
  }

  /** Whether a tensor holds single floats that are the same for every sample. */
  boolean isFloatConstant(int number) {
    if (number < 0) {
      return false;
    }
    ModelTensor tensor = tensor(number);
    return tensor.type() == DataType.FLOAT32
        && tensor.isConstant()
        && !tensor.isSparse()
        && !tensor.isVariable();
  }

  /** Whether single floats flow through a tensor. */
  boolean isActivation(int number) {
    if (number < 0) {
      return false;
    }
    ModelTensor tensor = tensor(number);
    return tensor.type() == DataType.FLOAT32 && !tensor.isConstant() && !tensor.isVariable();
  }

  boolean isInput(int tensor) {
    return Arrays.stream(graph.inputs()).anyMatch(input -> input == tensor);
  }

  boolean isOutput(int tensor) {
    return graph.isOutput(tensor);
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

  /** Changes what a tensor of the file holds. */
  void store(int tensor, Stored content) {
    if (content.isConstant()) {
      editor.setConstant(tensor, content.value(tensor(tensor).shape()));
    } else {
      editor.setType(tensor, content.type(), content.quantization());
    }
  }

  /**
   * Adds a tensor.
   *
   * @param suffix of its name
   * @param like the tensor whose name it begins with, and whose shape it has
   * @return its number
   */
  int add(String suffix, int like, Stored content) {
    String name = name(like) + suffix;
    int number;
    if (content.isConstant()) {
      number = editor.addConstant(name, content.value(tensor(like).shape()));
    } else {
      number = editor.addTensor(name, content.type(), like);
      editor.setType(number, content.type(), content.quantization());
    }
    added.put(number, name);
    return number;
  }

  /** Has a tensor dequantised before its first reader. */
  void dequantise(int from, int to, List<Node> readers, int version) {
    int first = readers.stream().mapToInt(nodes::indexOf).min().orElse(nodes.size());
    insert(first, "DEQUANTIZE", version, from, to);
  }

  /** Adds an operator. */
  void insert(int position, String code, int version, int input, int output) {
    nodes.add(position, new Node(code, version, input, output));
  }

  /** Hands all changes of operators to the editor. */
  void finish() {
    int next = graph.operators().size();
    // From the last to the first, for an added operator is placed before the one that follows it.
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      next = node.origin.isPresent() ? change(node, node.origin.get()) : add(node, next);
    }
  }

  private int add(Node node, int before) {
    return editor.addOperator(
        before, node.code, node.version, Optional.empty(), node.inputs, node.outputs);
  }

  private int change(Node node, ModelOperator operator) {
    int number = operator.number();
    if (!Arrays.equals(node.inputs, operator.inputs())) {
      editor.setInputs(number, node.inputs);
    }
    if (!Arrays.equals(node.outputs, operator.outputs())) {
      editor.setOutputs(number, node.outputs);
    }
    if (node.version != operator.version()) {
      editor.setVersion(number, node.version);
    }
    node.asymmetricInputs.ifPresent(
        asymmetric ->
            editor.changeOperator(
                number,
                old ->
                    old.withTable(
                        OPTIONS,
                        old.table(OPTIONS)
                            .orElseGet(() -> SubgraphEditor.options("FullyConnectedOptions"))
                            .withFlag("asymmetric_quantize_inputs", asymmetric))));
    return number;
  }
}
