package io.espalier.compressor;

import java.util.Locale;

/** How the weights of fully connected layers lie in a file. */
public enum LayoutRule {
  /** All of them, zeros among them. */
  DENSE,
  /** Each layer in whichever layout is fastest on this machine; FP32 only. */
  AUTO;

  /** The name in options: {@code dense}, {@code auto}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
