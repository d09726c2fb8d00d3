package io.espalier.compressor.tflite;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.espalier.compressor.report.Untouched;
import io.espalier.shared.artifact.Provenance;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is in a {@code .tflite} file, as far as it can be told without running it.
 *
 * @param schemaVersion of the file format
 * @param description that its writer left
 * @param graphs how many subgraphs there are; the first is the main one
 * @param operators by subgraph, kind and version, with their numbers
 * @param tensors of all subgraphs
 * @param inputs of the main graph, by name
 * @param outputs of the main graph, by name
 * @param signatures what callers know the model's inputs and outputs by
 * @param metadata entries that runtimes skip
 * @param flops multiplications and additions of one inference in all fully connected and
 *     convolutional layers of the main graph, each counted as one
 * @param layers whose links can be pruned
 * @param untouched operators with weights whose links are left alone, and why
 * @param obstacle why its layers cannot be told, if so
 * @param provenance if a file of ours
 */
public record Inventory(
    long schemaVersion,
    String description,
    int graphs,
    List<OperatorEntry> operators,
    List<TensorEntry> tensors,
    List<String> inputs,
    List<String> outputs,
    List<Signature> signatures,
    List<MetadataEntry> metadata,
    long flops,
    List<Layer> layers,
    List<Untouched> untouched,
    Optional<String> obstacle,
    Optional<Provenance> provenance) {
  public Inventory {
    operators = List.copyOf(operators);
    tensors = List.copyOf(tensors);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    signatures = List.copyOf(signatures);
    metadata = List.copyOf(metadata);
    layers = List.copyOf(layers);
    untouched = List.copyOf(untouched);
  }

  /**
   * Operators of one kind.
   *
   * @param name as the format calls it; of a custom operator, its own
   * @param version whose rules it follows
   */
  public record OperatorEntry(int graph, String name, int version, int count) {}

  /**
   * A tensor.
   *
   * @param shape −1 for an extent that is open
   * @param constantBytes of its buffer; 0 if it is computed
   * @param buffer whose bytes it looks at
   * @param quantisation in a few words; empty if its numbers mean themselves
   */
  public record TensorEntry(
      int graph,
      int number,
      String name,
      String type,
      List<Integer> shape,
      long constantBytes,
      long buffer,
      String quantisation) {
    public TensorEntry {
      shape = List.copyOf(shape);
    }

    /** The number of its values; 0 if an extent is open. */
    public long elements() {
      return shape.stream().mapToLong(extent -> Math.max(0, extent)).reduce(1, (a, b) -> a * b);
    }

    /** Whole numbers that mean themselves are shapes and axes. */
    private boolean isLearnt() {
      return type.startsWith("FLOAT") || !quantisation.isEmpty();
    }
  }

  /** An entry point. */
  public record Signature(String key, List<String> inputs, List<String> outputs) {
    public Signature {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }
  }

  /** Bytes that runtimes skip. */
  public record MetadataEntry(String name, long bytes) {}

  /**
   * A layer whose links can be pruned.
   *
   * @param shape of its weights, as the file has them
   * @param zeros how many of its links are zero
   * @param flops multiplications and additions of one inference, each counted as one
   */
  public record Layer(
      String name, String operator, List<Integer> shape, int links, int zeros, long flops) {
    public Layer {
      shape = List.copyOf(shape);
    }

    /** Share of its links that are zero. */
    public double sparsity() {
      return zeros / (double) links;
    }
  }

  /** The number of values that were learnt: those of constants of numbers, each buffer once. */
  public long parameters() {
    return byBuffer().stream()
        .map(sharing -> sharing.get(0))
        .filter(TensorEntry::isLearnt)
        .mapToLong(TensorEntry::elements)
        .sum();
  }

  /** Tensors that look at the same bytes: changing one would change the others. */
  public List<List<TensorEntry>> shared() {
    return byBuffer().stream().filter(sharing -> sharing.size() > 1).toList();
  }

  private Collection<List<TensorEntry>> byBuffer() {
    return tensors.stream()
        .filter(tensor -> tensor.constantBytes() > 0)
        .collect(groupingBy(TensorEntry::buffer, TreeMap::new, toList()))
        .values();
  }
}
