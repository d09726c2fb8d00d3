package io.espalier.compressor;

import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.score.Method;
import io.espalier.compressor.train.TrainingRecipe;
import io.espalier.shared.artifact.Precision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a pipeline is to make of each seed: the dense network always, and for each recipe one pruned
 * network per sparsity.
 *
 * @param origin where the dense network comes from
 * @param recipes how networks are pruned, each with a name of its own
 * @param sparsities in any order; 0 asks for the dense network, which is made anyway
 * @param precisions the files of each network, at least one
 * @param head how the head of each network is fitted; absent for none, and only to be had for an
 *     autoencoder
 * @param data what provenances say of how samples were chosen, beside their digest
 */
public record CompressionPlan(
    Origin origin,
    List<PruningRecipe> recipes,
    List<Sparsity> sparsities,
    List<Precision> precisions,
    Optional<HeadRecipe> head,
    Map<String, String> data) {
  /**
   * Sorts the sparsities and drops what is said twice.
   *
   * @throws IllegalArgumentException if there is no precision, two recipes have one name, or what
   *     is no autoencoder is to have a head
   */
  public CompressionPlan {
    recipes = recipes.stream().distinct().toList();
    sparsities =
        sparsities.stream().filter(s -> !s.equals(Sparsity.NONE)).distinct().sorted().toList();
    precisions = precisions.stream().distinct().toList();
    data = Map.copyOf(data);
    if (precisions.isEmpty()) {
      throw new IllegalArgumentException("precisions: expected at least one, found none");
    }
    if (recipes.stream().map(PruningRecipe::name).distinct().count() < recipes.size()) {
      throw new IllegalArgumentException(
          "recipes: expected names that differ, found "
              + recipes.stream().map(PruningRecipe::name).toList());
    }
    if (head.isPresent() && !(origin instanceof Origin.Autoencoder)) {
      throw new IllegalArgumentException("head: expected an autoencoder for it, found another");
    }
  }

  /** The same of all samples. */
  public CompressionPlan(
      Origin origin,
      List<PruningRecipe> recipes,
      List<Sparsity> sparsities,
      List<Precision> precisions,
      Optional<HeadRecipe> head) {
    this(origin, recipes, sparsities, precisions, head, Map.of());
  }

  /** What the paper has: an autoencoder, links ranked and the worst removed, a head. */
  public static CompressionPlan ofPaper(
      TrainingRecipe training,
      List<Method> methods,
      List<Sparsity> sparsities,
      List<Precision> precisions,
      HeadRecipe head) {
    return new CompressionPlan(
        new Origin.Autoencoder(training),
        methods.stream().map(PruningRecipe::plain).toList(),
        sparsities,
        precisions,
        Optional.of(head));
  }

  /** Everything that is made of each seed, in the order in which it is made. */
  public List<Variant> variants() {
    return Stream.concat(
            Stream.of(Variant.DENSE), recipes.stream().flatMap(recipe -> variants(recipe).stream()))
        .toList();
  }

  /** The networks pruned by that recipe, the least pruned first. */
  List<Variant> variants(PruningRecipe recipe) {
    return sparsities.stream().map(sparsity -> Variant.prunedBy(recipe, sparsity)).toList();
  }

  /** The recipe of a variant; empty for the dense one. */
  Optional<PruningRecipe> recipe(Variant variant) {
    return recipes.stream().filter(recipe -> recipe.name().equals(variant.method())).findFirst();
  }

  /** Whether that recipe is the paper's: see {@link PaperPruning}. */
  boolean isOfPaper(PruningRecipe recipe) {
    Method method = recipe.request().method();
    return origin instanceof Origin.Autoencoder
        && recipe.isPlain()
        && (method == Method.SHAPLEY || method == Method.MAGNITUDE);
  }
}
