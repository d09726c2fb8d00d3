package io.espalier.compressor;

import java.util.Locale;

/** The steps of a pipeline that take time. */
public enum Stage {
  /** The dense network is trained. */
  TRAIN,
  /** Its links are scored. */
  SCORE,
  /** The head of a network is fitted. */
  FIT,
  /** The files of a network are written. */
  WRITE;

  /** The name for people, in lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
