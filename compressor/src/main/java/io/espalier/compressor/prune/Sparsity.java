package io.espalier.compressor.prune;

/**
 * The share of links that are pruned, in every layer alike.
 *
 * @param share at least 0, less than 1
 */
public record Sparsity(double share) implements Comparable<Sparsity> {
  /** Nothing pruned. */
  public static final Sparsity NONE = new Sparsity(0);

  /**
   * @throws IllegalArgumentException if the share is out of range
   */
  public Sparsity {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException(
          "sparsity: expected at least 0 and less than 1, found " + share);
    }
    // −0 is 0, and equal to it.
    share += 0.0;
  }

  /** How many of that many links stay, rounded to the nearest number. */
  public int kept(int links) {
    return (int) Math.round((1 - share) * links);
  }

  @Override
  public int compareTo(Sparsity other) {
    return Double.compare(share, other.share);
  }
}
