package io.espalier.compressor;

import java.util.Locale;

/** How the links that stay are shared out. */
public enum Allocation {
  /** The same share of every unit. */
  UNIT,
  /** The same share of every layer. */
  LAYER,
  /** Wherever the scores are best, relative to the mean of their layer. */
  GLOBAL,
  /** Wherever the loss would lose most; only for methods that score by it. */
  LOSS,
  /** Where pruning costs least, as measured by pruning each layer alone. */
  SENSITIVITY;

  /** The name in options, for instance {@code unit}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
