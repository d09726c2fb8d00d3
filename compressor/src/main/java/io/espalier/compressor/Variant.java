package io.espalier.compressor;

import io.espalier.compressor.prune.Sparsity;

/**
 * One of the networks that a plan asks for.
 *
 * @param method the name of the recipe by which it was pruned, or {@code dense}
 * @param sparsity the share of links that was to be pruned
 */
public record Variant(String method, Sparsity sparsity) {
  /** The baseline: the network as trained, or as given. */
  public static final Variant DENSE = new Variant("dense", Sparsity.NONE);

  /** The network pruned by that recipe. */
  public static Variant prunedBy(PruningRecipe recipe, Sparsity sparsity) {
    return new Variant(recipe.name(), sparsity);
  }

  @Override
  public String toString() {
    return equals(DENSE) ? method : method + " " + sparsity.share();
  }
}
