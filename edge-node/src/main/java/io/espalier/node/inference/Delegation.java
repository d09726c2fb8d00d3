package io.espalier.node.inference;

/**
 * How much of a model runs on XNNPACK.
 *
 * @param delegated operators that XNNPACK took
 * @param total operators of the model
 */
public record Delegation(int delegated, int total) {
  /** Whether XNNPACK took every operator. */
  public boolean isComplete() {
    return delegated == total;
  }

  @Override
  public String toString() {
    return delegated + " of " + total + " operators";
  }
}
