package io.espalier.compressor.tflite;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Constants that operators will read in another form. */
final class Replacements {
  private final GraphDraft graph;
  private final Map<Integer, List<Replacement>> byTensor = new TreeMap<>();

  Replacements(GraphDraft graph) {
    this.graph = graph;
  }

  private record Replacement(Node node, int input, Stored content) {}

  /** Has an operator read a constant in another form. */
  void add(Node node, int input, Stored content) {
    byTensor
        .computeIfAbsent(node.inputs[input], any -> new ArrayList<>())
        .add(new Replacement(node, input, content));
  }

  /**
   * Changes the graph. A constant changes where it is if nobody reads it as it was; forms that are
   * equal are stored once.
   */
  void apply() {
    byTensor.forEach(this::apply);
  }

  private void apply(int tensor, List<Replacement> replacements) {
    long readers = graph.nodes.stream().mapToLong(node -> node.reads(tensor)).sum();
    boolean stays = graph.isOutput(tensor) || readers > replacements.size();
    List<Stored> contents = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    for (Replacement replacement : replacements) {
      int known = 0;
      while (known < contents.size() && !contents.get(known).sameAs(replacement.content)) {
        known++;
      }
      if (known == contents.size()) {
        contents.add(replacement.content);
        boolean inPlace = !stays && known == 0;
        numbers.add(inPlace ? tensor : graph.add("/" + (known + 1), tensor, replacement.content));
      }
      replacement.node.inputs[replacement.input] = numbers.get(known);
    }
    if (!stays) {
      graph.store(tensor, contents.get(0));
    }
  }
}
