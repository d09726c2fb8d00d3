package io.espalier.compressor.tflite;

import io.espalier.compressor.quantise.Affine;
import io.espalier.compressor.quantise.Range;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Scales and zero points of what flows through a graph of integers. */
final class IntegerScales {
  private final GraphDraft graph;
  private final IntegerPlan plan;
  private final Map<Integer, Range> ranges;
  private final Map<Integer, Affine> scales = new HashMap<>();

  private IntegerScales(GraphDraft graph, IntegerPlan plan, Map<Integer, Range> ranges) {
    this.graph = graph;
    this.plan = plan;
    this.ranges = new HashMap<>(ranges);
  }

  /**
   * Gives each activation of the plan a scale. Those that an operator wants to be equal are as wide
   * as the widest of them; where another operator gives one of them a fixed scale they may differ
   * all the same, and it must be rescaled on its way.
   */
  static IntegerScales of(GraphDraft graph, IntegerPlan plan, Map<Integer, Range> ranges) {
    IntegerScales scales = new IntegerScales(graph, plan, ranges);
    scales.joinRanges();
    scales.assign();
    return scales;
  }

  /** Whether a tensor is an activation of the plan. */
  boolean has(int tensor) {
    return scales.containsKey(tensor);
  }

  /** The scale of an activation. */
  Affine get(int tensor) {
    return Objects.requireNonNull(scales.get(tensor));
  }

  /** Notes that another tensor holds the integers of an activation. */
  void move(int from, int to) {
    scales.put(to, get(from));
  }

  /** From the last operator to the first, so that what is joined reaches whatever feeds it. */
  private void joinRanges() {
    List<Node> backwards = new ArrayList<>(plan.operators().keySet());
    Collections.reverse(backwards);
    for (Node node : backwards) {
      if (plan.isSame(node)) {
        Range joint = range(node.outputs[0]);
        for (int tensor : node.inputs) {
          if (graph.isActivation(tensor)) {
            joint = joint.and(range(tensor));
          } else if (graph.isFloatConstant(tensor)) {
            joint = joint.and(Range.of(graph.numbers(tensor)));
          }
        }
        ranges.put(node.outputs[0], joint);
        for (int tensor : node.inputs) {
          if (graph.isActivation(tensor)) {
            ranges.put(tensor, joint);
          }
        }
      }
    }
  }

  private void assign() {
    for (Map.Entry<Node, IntegerOperator> entry : plan.operators().entrySet()) {
      Node node = entry.getKey();
      List<Affine> inputs = new ArrayList<>();
      for (int tensor : node.inputs) {
        if (graph.isActivation(tensor)) {
          inputs.add(scales.computeIfAbsent(tensor, any -> Affine.over(range(tensor))));
        }
      }
      scales.put(node.outputs[0], output(entry.getValue(), node, inputs));
    }
  }

  private Affine output(IntegerOperator operator, Node node, List<Affine> inputs) {
    if (operator.scales == IntegerOperator.Scales.FIXED) {
      return operator.fixedOutput().orElseThrow();
    }
    boolean same = operator.scales == IntegerOperator.Scales.SAME;
    return same && inputs.stream().distinct().count() == 1
        ? inputs.get(0)
        : Affine.over(range(node.outputs[0]));
  }

  private Range range(int tensor) {
    return Objects.requireNonNull(ranges.get(tensor));
  }
}
