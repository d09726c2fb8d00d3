package io.espalier.compressor.tflite;

import io.espalier.compressor.quantise.Channels;
import io.espalier.compressor.quantise.Converter;
import io.espalier.compressor.quantise.Int8Tensor;
import io.espalier.compressor.report.Untouched;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Stores the weights of a graph as 8-bit integers where a generation of TensorFlow's converter does
 * so. Operators whose kernel multiplies floats with such weights are given them as they are; for
 * the others they are dequantised (2.3), or stay floats (since).
 */
final class DynamicRangePass {
  private static final int WEIGHTS = 1;
  private static final int DEQUANTIZE_INT8 = 2;

  private final GraphDraft graph;
  private final Converter converter;
  private final List<Untouched> untouched = new ArrayList<>();

  private DynamicRangePass(GraphDraft graph, Converter converter) {
    this.graph = graph;
    this.converter = converter;
  }

  /**
   * Changes the graph.
   *
   * @return the weights that were left alone, and why
   */
  static List<Untouched> apply(GraphDraft graph, Converter converter) {
    DynamicRangePass pass = new DynamicRangePass(graph, converter);
    int tensors = graph.tensors();
    var readers = graph.readers();
    for (int tensor = 0; tensor < tensors; tensor++) {
      List<Node> weighted = pass.weighted(tensor, readers.getOrDefault(tensor, List.of()));
      if (weighted.isEmpty()) {
        pass.mention(tensor, readers.getOrDefault(tensor, List.of()));
      } else if (pass.canStore(tensor, weighted)) {
        pass.store(tensor, weighted, readers.getOrDefault(tensor, List.of()));
      }
    }
    return pass.untouched;
  }

  /** Those readers whose weights the tensor is. */
  private List<Node> weighted(int tensor, List<Node> readers) {
    return readers.stream()
        .filter(node -> axis(node) >= 0 && node.input(WEIGHTS) == tensor)
        .distinct()
        .toList();
  }

  /** Says of large constants of other operators that they stay. */
  private void mention(int tensor, List<Node> readers) {
    boolean large =
        graph.isFloatConstant(tensor) && graph.tensor(tensor).elements() >= Converter.MIN_ELEMENTS;
    if (large && !readers.isEmpty()) {
      untouched.add(new Untouched(graph.name(tensor), "belongs to " + readers.get(0).code));
    }
  }

  private boolean canStore(int tensor, List<Node> weighted) {
    String reason = reason(tensor, weighted);
    if (!reason.isEmpty()) {
      untouched.add(new Untouched(graph.name(tensor), reason));
    }
    return reason.isEmpty();
  }

  private String reason(int tensor, List<Node> weighted) {
    if (graph.tensor(tensor).isSparse()) {
      return "sparse";
    }
    if (graph.tensor(tensor).type() != DataType.FLOAT32) {
      return "already " + graph.tensor(tensor).type();
    }
    if (!graph.isFloatConstant(tensor)) {
      return "not constant";
    }
    if (graph.tensor(tensor).shape().length <= axis(weighted.get(0))) {
      return "has too few dimensions";
    }
    if (converter == Converter.V2_3 && weighted.stream().anyMatch(this::isGrouped)) {
      // The kernel with one scale for all weights reads past the channels of a group.
      return "is a grouped convolution";
    }
    int elements = graph.numbers(tensor).length;
    return elements < Converter.MIN_ELEMENTS
        ? "fewer than %,d weights".formatted(Converter.MIN_ELEMENTS)
        : "";
  }

  private void store(int tensor, List<Node> weighted, List<Node> readers) {
    int axis = axis(weighted.get(0));
    Stored stored = stored(tensor, axis);
    List<Node> hybrid =
        weighted.stream().filter(node -> isHybrid(node) && axis(node) == axis).toList();
    List<Node> others = readers.stream().filter(node -> !hybrid.contains(node)).toList();
    boolean floatsStay =
        graph.isOutput(tensor) || (converter == Converter.CURRENT && !others.isEmpty());
    int quantised = floatsStay ? graph.add("/int8", tensor, stored) : tensor;
    if (quantised == tensor) {
      graph.store(tensor, stored);
    }
    for (Node node : hybrid) {
      node.inputs[WEIGHTS] = quantised;
      mark(node);
    }
    if (converter == Converter.V2_3 && !others.isEmpty()) {
      int floats = graph.add("/dequantized", tensor, Stored.floats());
      others.forEach(node -> node.rewire(tensor, floats));
      graph.dequantise(quantised, floats, others, DEQUANTIZE_INT8);
    }
  }

  private Stored stored(int tensor, int axis) {
    try {
      Channels channels = Channels.along(graph.tensor(tensor).shape(), axis);
      Int8Tensor weights = converter.quantise(graph.numbers(tensor), channels);
      return Stored.weights(weights, converter.channelwise() ? axis : 0);
    } catch (TfLiteException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new TfLiteException(graph.tensor(tensor) + ": " + e.getMessage(), e);
    }
  }

  /** The axis of the weights that is the operator's output channels; −1 for other operators. */
  private static int axis(Node node) {
    return switch (node.code) {
      case "FULLY_CONNECTED", "CONV_2D" -> 0;
      case "DEPTHWISE_CONV_2D" -> 3;
      default -> -1;
    };
  }

  private boolean isGrouped(Node node) {
    int[] image = node.input(0) < 0 ? new int[0] : graph.tensor(node.input(0)).shape();
    int[] kernel = graph.tensor(node.input(WEIGHTS)).shape();
    return node.code.equals("CONV_2D")
        && image.length == 4
        && kernel.length == 4
        && image[3] != kernel[3];
  }

  /** Whether the operator multiplies floats with 8-bit weights. */
  private boolean isHybrid(Node node) {
    return converter == Converter.CURRENT || !node.code.equals("DEPTHWISE_CONV_2D");
  }

  private void mark(Node node) {
    boolean current = converter == Converter.CURRENT;
    switch (node.code) {
      case "FULLY_CONNECTED" -> {
        node.needs(current ? 12 : 3);
        node.asymmetricInputs = Optional.of(current);
      }
      case "CONV_2D" -> node.needs(current ? 5 : 2);
      case "DEPTHWISE_CONV_2D" -> node.needs(6);
      default -> throw new IllegalStateException("no hybrid kernel for " + node.code);
    }
  }
}
