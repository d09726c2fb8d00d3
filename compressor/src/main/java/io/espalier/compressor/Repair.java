package io.espalier.compressor;

import java.util.Locale;

/** What is done, without gradients, about what pruning broke. */
public enum Repair {
  /** Nothing. */
  NONE,
  /** Biases are moved so that the mean of every sum is what it was. */
  BIAS,
  /** Survivors are fitted anew, layer by layer, so that sums come as near as they can. */
  REFIT;

  /** The name in options, for instance {@code refit}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
