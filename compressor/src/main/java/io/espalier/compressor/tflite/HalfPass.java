package io.espalier.compressor.tflite;

import java.util.List;

/**
 * Stores the constants of a graph as half floats, each widened by a DEQUANTIZE before its first
 * reader, as all generations of TensorFlow's converter do (in its source: {@code
 * quantize_weights.cc}, {@code prepare_quantize_dynamic_range.cc}).
 */
final class HalfPass {
  private static final int DEQUANTIZE_HALVES = 3;

  private HalfPass() {}

  static void apply(GraphDraft graph) {
    int tensors = graph.tensors();
    var readers = graph.readers();
    for (int tensor = 0; tensor < tensors; tensor++) {
      List<Node> its = readers.getOrDefault(tensor, List.of());
      if (its.isEmpty() || !graph.isFloatConstant(tensor)) {
        continue;
      }
      Stored halves = Stored.halves(numbers(graph, tensor));
      int half = tensor;
      if (graph.isOutput(tensor)) {
        half = graph.add("/half", tensor, halves);
      }
      int widened = graph.add("/widened", tensor, Stored.floats());
      if (half == tensor) {
        graph.store(tensor, halves);
      }
      for (Node reader : its) {
        reader.rewire(tensor, widened);
      }
      graph.dequantise(half, widened, its, DEQUANTIZE_HALVES);
    }
  }

  private static float[] numbers(GraphDraft graph, int tensor) {
    float[] numbers = graph.numbers(tensor);
    for (int i = 0; i < numbers.length; i++) {
      if (Float.isNaN(numbers[i])) {
        throw new TfLiteException(
            "%s: quantise: expected numbers, found NaN at %d".formatted(graph.tensor(tensor), i));
      }
    }
    return numbers;
  }
}
