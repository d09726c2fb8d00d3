package io.espalier.compressor;

import java.util.Locale;

/** How the links that stay are shared out. */
public enum Allocation {
  /** The same share of every unit. */
  UNIT,
  /** The same share of every layer. */
  LAYER,
  /**
   * Wherever scores are best: as they are if they are of the loss, else relative to their layer.
   */
  GLOBAL,
  /** Where pruning costs least, as measured by pruning each layer alone. */
  SENSITIVITY;

  /** The name in options, for instance {@code unit}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
