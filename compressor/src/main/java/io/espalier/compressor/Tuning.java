package io.espalier.compressor;

import org.jspecify.annotations.Nullable;

/**
 * How a model is trained again while and after it is pruned, towards the outputs of the model that
 * was given; only multi-layer perceptrons can be.
 *
 * @param gradual whether pruning comes in rounds, each scored afresh, rather than at once
 * @param epochs passes over the calibration data after each round, at least 0
 */
public record Tuning(boolean gradual, int epochs) {
  /** How many passes there are after each round where nothing is said. */
  public static final int USUAL_GRADUAL_EPOCHS = 2;

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

  /**
   * What options say.
   *
   * @param epochs absent for as many as are usual: some if gradual, else none
   * @throws IllegalArgumentException if the number of epochs is negative
   */
  public static Tuning of(boolean gradual, @Nullable Integer epochs) {
    int usual = gradual ? USUAL_GRADUAL_EPOCHS : 0;
    return new Tuning(gradual, epochs == null ? usual : epochs);
  }
}
