package io.espalier.compressor;

/**
 * How a model is trained again while and after it is pruned, towards the outputs of the model that
 * was given; only multi-layer perceptrons can be.
 *
 * @param gradual whether pruning comes in rounds, each scored afresh, rather than at once
 * @param epochs passes over the calibration data after each round, at least 0
 */
public record Tuning(boolean gradual, int epochs) {
  /** No training. */
  public static final Tuning NONE = new Tuning(false, 0);

  /**
   * @throws IllegalArgumentException if the number of epochs is negative
   */
  public Tuning {
    if (epochs < 0) {
      throw new IllegalArgumentException("epochs: expected at least 0, found " + epochs);
    }
  }
}
