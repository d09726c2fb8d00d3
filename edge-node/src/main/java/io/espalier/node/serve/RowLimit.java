package io.espalier.node.serve;

/**
 * How much a model is asked at a time: as many rows as hold 65,536 values of input or output,
 * whichever is wider, and at least one. It bounds what a request costs in memory and how long it
 * keeps others waiting.
 *
 * @param rows of a request, at most
 * @param width of the model's input
 */
record RowLimit(int rows, int width) {
  private static final int VALUES = 65_536;

  /** The longest double is 24 characters; the rest is for brackets and blanks. */
  private static final int BYTES_PER_VALUE = 32;

  private static final int OTHER_BYTES = 4_096;

  /** A model that is wider than this takes is no model for a small machine. */
  private static final int MOST_BYTES = 64 << 20;

  /** Of a model that is as narrow as can be. */
  static final RowLimit USUAL = of(1, 1);

  static RowLimit of(int inputWidth, int outputWidth) {
    return new RowLimit(Math.max(1, VALUES / Math.max(inputWidth, outputWidth)), inputWidth);
  }

  /** Of a request as JSON, at most. */
  long bytes() {
    return Math.min(OTHER_BYTES + (long) BYTES_PER_VALUE * rows * width, MOST_BYTES);
  }
}
