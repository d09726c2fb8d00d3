package io.espalier.compressor;

import java.util.Locale;

/** The steps of a pipeline that take time. */
public enum Stage {
  /** The dense network is trained. */
  TRAIN,
  /** Its links are scored. */
  SCORE,
  /** Each layer is pruned alone, to see what that costs. */
  ANALYSE,
  /** Links are pruned, and the others repaired. */
  PRUNE,
  /** The pruned network is trained further. */
  TUNE,
  /** The head of a network is fitted. */
  FIT,
  /** The files of a network are written. */
  WRITE,
  /** A file is run and timed. */
  MEASURE;

  /** The name for people, in lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
