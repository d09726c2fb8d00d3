package io.espalier.compressor;

import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.score.Method;

/**
 * One of the networks that a plan asks for.
 *
 * @param method the label of the method by which links were chosen, or {@code dense}
 * @param sparsity the share of links that was to be pruned
 */
public record Variant(String method, Sparsity sparsity) {
  /** The baseline: the network as trained. */
  public static final Variant DENSE = new Variant("dense", Sparsity.NONE);

  /** The network pruned by that method. */
  public static Variant prunedBy(Method method, Sparsity sparsity) {
    return new Variant(method.label(), sparsity);
  }

  @Override
  public String toString() {
    return equals(DENSE) ? method : method + " " + sparsity.share();
  }
}
