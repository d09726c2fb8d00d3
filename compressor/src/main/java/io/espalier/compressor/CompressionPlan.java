package io.espalier.compressor;

import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.score.Method;
import io.espalier.compressor.train.TrainingRecipe;
import io.espalier.shared.artifact.Precision;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a pipeline is to make of each seed: the dense network always, and for each method one pruned
 * network per sparsity.
 *
 * @param training how the network is trained
 * @param methods how links are scored
 * @param sparsities in any order; 0 asks for the dense network, which is made anyway
 * @param precisions the files of each network, at least one
 * @param head how the head of each network is fitted
 */
public record CompressionPlan(
    TrainingRecipe training,
    List<Method> methods,
    List<Sparsity> sparsities,
    List<Precision> precisions,
    HeadRecipe head) {
  /**
   * Sorts the sparsities and drops what is said twice.
   *
   * @throws IllegalArgumentException if there is no precision
   */
  public CompressionPlan {
    methods = methods.stream().distinct().toList();
    sparsities =
        sparsities.stream().filter(s -> !s.equals(Sparsity.NONE)).distinct().sorted().toList();
    precisions = precisions.stream().distinct().toList();
    if (precisions.isEmpty()) {
      throw new IllegalArgumentException("precisions: expected at least one, found none");
    }
  }

  /** Everything that is made of each seed, in the order in which it is made. */
  public List<Variant> variants() {
    return Stream.concat(
            Stream.of(Variant.DENSE), methods.stream().flatMap(method -> variants(method).stream()))
        .toList();
  }

  /** The networks pruned by that method, the least pruned first. */
  List<Variant> variants(Method method) {
    return sparsities.stream().map(sparsity -> Variant.prunedBy(method, sparsity)).toList();
  }
}
