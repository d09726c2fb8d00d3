package io.espalier.compressor.prune;

import java.util.Locale;

/** Which links of a layer compete for its places. */
public enum Scope {
  /** The links of one unit with each other; every unit keeps as many. */
  UNIT,
  /** All links of the layer. */
  LAYER;

  /** The name in options: {@code unit}, {@code layer}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
