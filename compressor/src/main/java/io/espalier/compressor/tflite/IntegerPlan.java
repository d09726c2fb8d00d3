package io.espalier.compressor.tflite;

import io.espalier.compressor.report.Untouched;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which operators of a graph will compute in 8-bit integers.
 *
 * @param operators in the order in which they run
 * @param untouched those that go on computing in single floats, and why
 */
record IntegerPlan(Map<Node, IntegerOperator> operators, List<Untouched> untouched) {
  private static final int WEIGHTS = 1;
  private static final int BIAS = 2;

  /** Kernels that broadcast integers do so over so many dimensions. */
  private static final int MAX_BROADCAST = 4;

  static IntegerPlan of(GraphDraft graph) {
    Map<Node, IntegerOperator> operators = new LinkedHashMap<>();
    List<Untouched> untouched = new ArrayList<>();
    for (Node node : graph.nodes) {
      if (!touchesFloats(graph, node)) {
        continue;
      }
      String reason = reason(graph, node);
      if (reason.isEmpty()) {
        operators.put(node, IntegerOperator.of(node.code).orElseThrow());
      } else {
        untouched.add(new Untouched(label(graph, node), reason));
      }
    }
    return new IntegerPlan(operators, untouched);
  }

  /** Whether an operator of the plan wants its activations to have one scale. */
  boolean isSame(Node node) {
    IntegerOperator operator = operators.get(node);
    return operator != null && operator.scales == IntegerOperator.Scales.SAME;
  }

  /** What flows into or out of these operators. */
  SortedSet<Integer> activations(GraphDraft graph) {
    SortedSet<Integer> activations = new TreeSet<>();
    for (Node node : operators.keySet()) {
      for (int tensor : node.inputs) {
        if (graph.isActivation(tensor)) {
          activations.add(tensor);
        }
      }
      activations.add(node.outputs[0]);
    }
    return activations;
  }

  private static boolean touchesFloats(GraphDraft graph, Node node) {
    for (int tensor : node.inputs) {
      if (graph.isActivation(tensor)) {
        return true;
      }
    }
    for (int tensor : node.outputs) {
      if (graph.isActivation(tensor)) {
        return true;
      }
    }
    return false;
  }

  /** Why an operator cannot compute in integers; empty if it can. */
  private static String reason(GraphDraft graph, Node node) {
    var known = IntegerOperator.of(node.code);
    if (known.isEmpty()) {
      return "computes in single floats";
    }
    if (node.outputs.length != 1 || !graph.isActivation(node.outputs[0])) {
      return "does not yield single floats";
    }
    return known.get().scales == IntegerOperator.Scales.WEIGHTS
        ? weightsReason(graph, node, known.get().axis)
        : inputsReason(graph, node, known.get());
  }

  private static String weightsReason(GraphDraft graph, Node node, int axis) {
    if (!graph.isActivation(node.input(0))) {
      return "input does not flow in single floats";
    }
    int weights = node.input(WEIGHTS);
    if (weights < 0 || !graph.isFloatConstant(weights)) {
      return "weights are not constant single floats";
    }
    if (graph.tensor(weights).shape().length <= axis) {
      return "weights have too few dimensions";
    }
    int bias = node.input(BIAS);
    return bias < 0 || graph.isFloatConstant(bias) ? "" : "biases are not constant single floats";
  }

  private static String inputsReason(GraphDraft graph, Node node, IntegerOperator operator) {
    boolean flows = false;
    for (int tensor : node.inputs) {
      if (tensor < 0 || graph.tensor(tensor).type() != DataType.FLOAT32) {
        continue;
      }
      flows |= graph.isActivation(tensor);
      if (!graph.isActivation(tensor) && !graph.isFloatConstant(tensor)) {
        return "input is a variable or sparse";
      }
      if (broadcasts(operator) && graph.tensor(tensor).shape().length > MAX_BROADCAST) {
        return "input has more than %d dimensions".formatted(MAX_BROADCAST);
      }
    }
    return flows ? "" : "input does not flow in single floats";
  }

  private static boolean broadcasts(IntegerOperator operator) {
    return operator == IntegerOperator.ADD
        || operator == IntegerOperator.SUB
        || operator == IntegerOperator.MUL;
  }

  private static String label(GraphDraft graph, Node node) {
    return node.outputs.length == 0
        ? node.code
        : "%s %s".formatted(node.code, graph.name(node.outputs[0]));
  }
}
