package io.espalier.node.trial;

/** What a trial runs a model on, and what is right for it if that is known. */
interface Samples {
  /** How many samples. */
  int size();

  /** Floats in a sample. */
  int width();

  /**
   * Writes samples from {@code first} on to the start of {@code rows}.
   *
   * @param count how many
   */
  void copy(int first, int count, float[] rows);

  /** Whether each has a label. */
  boolean isLabelled();

  /** The label of sample {@code i}, if it has one. */
  int label(int i);

  /** Floats that are right for a sample; 0 where none are given. */
  int targetWidth();

  /** Writes what is right for sample {@code i} to the start of {@code target}. */
  void copyTarget(int i, float[] target);
}
