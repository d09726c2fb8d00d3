package io.espalier.shared.wire;

/**
 * Neighbouring bytes of one kind.
 *
 * @param kind what they are
 * @param length how many bytes, a multiple of the kind's size, at least 1
 * @param row how many elements make a row, at least 1
 * @param noise which bytes of each element are noise and not worth a prediction, a bit for each
 */
record Span(Kind kind, int length, int row, int noise) {
  /** What elements are. */
  enum Kind {
    /** Bytes of any meaning. */
    BYTES(0, 1),
    /** 8-bit integers with a sign. */
    INT8(1, 1),
    /** Half floats. */
    FP16(2, 2),
    /** Single floats. */
    FP32(3, 4),
    /** Integers of four bytes. */
    INT32(4, 4);

    /** How many kinds there are. */
    static final int COUNT = 5;

    private final int number;
    private final int size;

    Kind(int number, int size) {
      this.number = number;
      this.size = size;
    }

    /** What stands for it in coded bytes, less than {@link #COUNT}. */
    int number() {
      return number;
    }

    /** Bytes of an element. */
    int size() {
      return size;
    }

    /** Whether the highest bit of the highest byte is a sign and the others a magnitude. */
    boolean isSigned() {
      return this == INT8 || this == FP16 || this == FP32;
    }
  }

  /** A span of which nothing is known to be noise. */
  static Span of(Kind kind, int length, int row) {
    return new Span(kind, length, row, 0);
  }

  /** The same span with other bytes for noise. */
  Span withNoise(int other) {
    return new Span(kind, length, row, other);
  }

  /** Whether byte {@code lane} of each element, counted from the lowest, is noise. */
  boolean isNoise(int lane) {
    return ((noise >> lane) & 1) == 1;
  }

  /** The number of elements. */
  int elements() {
    return length / kind.size();
  }
}
