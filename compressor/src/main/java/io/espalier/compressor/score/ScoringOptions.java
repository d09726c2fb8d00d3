package io.espalier.compressor.score;

/**
 * What can be asked of methods; each heeds what concerns it.
 *
 * @param samples inputs that Shapley values are sampled for, at least 1
 * @param pairs orders drawn for each, used forwards and backwards, at least 1
 * @param sparsity share of links that will be pruned, at least 0, less than 1: selection goes twice
 *     as deep as needed, sampling ends when the choice at that sparsity is stable
 * @param instability share of the links kept that may still change when sampling ends, above 0 to
 *     end early, 0 to use all samples
 */
public record ScoringOptions(int samples, int pairs, double sparsity, double instability) {
  /** The paper's reading: 256 samples, 8 pairs, all of them. */
  public static final ScoringOptions USUAL = new ScoringOptions(256, 8, 0, 0);

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public ScoringOptions {
    if (samples < 1 || pairs < 1) {
      throw new IllegalArgumentException(
          "scoring: expected at least 1 sample and 1 pair, found %d and %d"
              .formatted(samples, pairs));
    }
    if (!(sparsity >= 0 && sparsity < 1 && instability >= 0 && instability < 1)) {
      throw new IllegalArgumentException(
          "scoring: expected shares of at least 0 and less than 1, found %s and %s"
              .formatted(sparsity, instability));
    }
  }

  /** The same for another sparsity. */
  public ScoringOptions at(double otherSparsity) {
    return new ScoringOptions(samples, pairs, otherSparsity, instability);
  }

  /** How deep selection goes: twice the share that stays, at most all. */
  double depth() {
    return Math.min(1, 2 * (1 - sparsity));
  }
}
