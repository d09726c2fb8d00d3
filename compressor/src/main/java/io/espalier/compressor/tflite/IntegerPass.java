package io.espalier.compressor.tflite;

import io.espalier.compressor.quantise.Affine;
import io.espalier.compressor.quantise.Channels;
import io.espalier.compressor.quantise.IntegerLayer;
import io.espalier.compressor.quantise.Range;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/** Has the operators of a plan compute in 8-bit integers. */
final class IntegerPass {
  private static final int WEIGHTS = 1;
  private static final int BIAS = 2;
  private static final int MUL_OF_LARGE_SCALES = 3;
  private static final int QUANTIZE = 1;
  private static final int DEQUANTIZE_INT8 = 2;

  private final GraphDraft graph;
  private final IntegerPlan plan;
  private final IntegerScales scales;
  private final boolean floatEnds;

  private IntegerPass(GraphDraft graph, IntegerPlan plan, IntegerScales scales, boolean floatEnds) {
    this.graph = graph;
    this.plan = plan;
    this.scales = scales;
    this.floatEnds = floatEnds;
  }

  /**
   * Changes the graph.
   *
   * @param ranges of the plan's activations
   * @param floatEnds whether inputs and outputs of the graph stay single floats
   */
  static void apply(
      GraphDraft graph, IntegerPlan plan, Map<Integer, Range> ranges, boolean floatEnds) {
    IntegerScales scales = IntegerScales.of(graph, plan, ranges);
    IntegerPass pass = new IntegerPass(graph, plan, scales, floatEnds);
    SortedSet<Integer> activations = plan.activations(graph);
    pass.storeConstants();
    Map<Integer, List<Node>> readers = graph.readers();
    Map<Integer, Node> producers = graph.producers();
    for (int tensor : activations) {
      pass.convert(
          tensor,
          readers.getOrDefault(tensor, List.of()),
          Optional.ofNullable(producers.get(tensor)));
    }
    pass.rescaleInputs();
  }

  private void storeConstants() {
    Replacements replacements = new Replacements(graph);
    plan.operators()
        .forEach(
            (node, operator) -> {
              if (operator.scales == IntegerOperator.Scales.WEIGHTS) {
                storeWeights(node, operator, replacements);
              } else {
                storeOperands(node, operator, replacements);
              }
            });
    replacements.apply();
  }

  private void storeWeights(Node node, IntegerOperator operator, Replacements replacements) {
    int tensor = node.input(WEIGHTS);
    int bias = node.input(BIAS);
    try {
      Channels channels = Channels.along(graph.tensor(tensor).shape(), operator.axis);
      float[] biases = bias < 0 ? new float[channels.count()] : graph.numbers(bias);
      float scale = scales.get(node.input(0)).scale();
      IntegerLayer layer = IntegerLayer.quantise(graph.numbers(tensor), channels, biases, scale);
      replacements.add(node, WEIGHTS, Stored.weights(layer.weights(), operator.axis));
      if (bias >= 0) {
        replacements.add(node, BIAS, Stored.biases(layer.bias(), layer.biasScales()));
      }
    } catch (TfLiteException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new TfLiteException(graph.tensor(tensor) + ": " + e.getMessage(), e);
    }
    node.needs(operator.version);
  }

  private void storeOperands(Node node, IntegerOperator operator, Replacements replacements) {
    float product = 1;
    for (int i = 0; i < node.inputs.length; i++) {
      int tensor = node.inputs[i];
      if (tensor >= 0 && graph.isFloatConstant(tensor)) {
        float[] numbers = graph.numbers(tensor);
        Affine affine =
            operator.scales == IntegerOperator.Scales.SAME
                ? scales.get(node.outputs[0])
                : Affine.over(range(tensor, numbers));
        replacements.add(node, i, Stored.constant(numbers, affine));
        product *= affine.scale();
      } else if (scales.has(tensor)) {
        product *= scales.get(tensor).scale();
      }
    }
    boolean large =
        operator == IntegerOperator.MUL && product >= scales.get(node.outputs[0]).scale();
    node.needs(large ? MUL_OF_LARGE_SCALES : operator.version);
  }

  private Range range(int tensor, float[] numbers) {
    try {
      return Range.of(numbers);
    } catch (IllegalArgumentException e) {
      throw new TfLiteException(graph.tensor(tensor) + ": " + e.getMessage(), e);
    }
  }

  /**
   * Gives a tensor the form, or both forms, in which it is written and read. Inputs and outputs of
   * the graph keep their number in the form that the ends should have, others as floats if any
   * operator wants them so.
   */
  private void convert(int tensor, List<Node> readers, Optional<Node> producer) {
    boolean input = graph.isInput(tensor);
    boolean output = graph.isOutput(tensor);
    boolean integers = producer.map(this::isInteger).orElse(input && !floatEnds);
    List<Node> others = readers.stream().filter(node -> !isInteger(node)).toList();
    boolean floats = !integers || !others.isEmpty() || (output && floatEnds);
    boolean keepsFloats = (input || output) ? floatEnds : floats;
    Affine affine = scales.get(tensor);
    int real = (keepsFloats || !floats) ? tensor : graph.add("/float", tensor, Stored.floats());
    int whole = keepsFloats ? graph.add("/int8", tensor, Stored.activation(affine)) : tensor;
    if (whole == tensor) {
      graph.store(tensor, Stored.activation(affine));
    }
    scales.move(tensor, whole);
    readers.forEach(node -> node.rewire(tensor, isInteger(node) ? whole : real));
    producer.ifPresent(node -> node.yields(tensor, integers ? whole : real));
    int position = producer.map(node -> graph.nodes.indexOf(node) + 1).orElse(0);
    if (!integers) {
      graph.insert(position, "QUANTIZE", QUANTIZE, real, whole);
    } else if (floats) {
      graph.insert(position, "DEQUANTIZE", DEQUANTIZE_INT8, whole, real);
    }
  }

  private boolean isInteger(Node node) {
    return plan.operators().containsKey(node);
  }

  /** Where a fixed scale meets operators that want all scales to be equal. */
  private void rescaleInputs() {
    plan.operators().keySet().stream()
        .filter(plan::isSame)
        .forEach(node -> rescaleInputs(node, scales.get(node.outputs[0])));
  }

  private void rescaleInputs(Node node, Affine wanted) {
    for (int i = 0; i < node.inputs.length; i++) {
      int tensor = node.inputs[i];
      if (scales.has(tensor) && !scales.get(tensor).equals(wanted)) {
        int rescaled = graph.add("/rescaled", tensor, Stored.activation(wanted));
        node.inputs[i] = rescaled;
        int position = graph.nodes.indexOf(node);
        graph.insert(position, "QUANTIZE", QUANTIZE, tensor, rescaled);
      }
    }
  }
}
