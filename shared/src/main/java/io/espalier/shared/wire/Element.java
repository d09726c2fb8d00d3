package io.espalier.shared.wire;

import io.espalier.shared.wire.Span.Kind;

/**
 * Elements as whole numbers: 0 stands for zero bytes, and the highest bit for the sign, if there is
 * one. An 8-bit integer is turned into sign and size for that, and −128 into the zero that has a
 * sign, for it has no other use.
 */
final class Element {
  private static final int SIGN = 0x80;
  private static final int SIZE = 0x7f;

  private Element() {}

  static int read(byte[] data, int at, Kind kind) {
    if (kind == Kind.INT8) {
      int value = data[at];
      return value < 0 ? SIGN | (-value & SIZE) : value;
    }
    int value = 0;
    for (int lane = kind.size() - 1; lane >= 0; lane--) {
      value = (value << 8) | (data[at + lane] & 0xff);
    }
    return value;
  }

  static void write(byte[] data, int at, Kind kind, int value) {
    if (kind == Kind.INT8) {
      int size = value & SIZE;
      int negative = size == 0 ? -SIGN : -size;
      data[at] = (byte) (value < SIGN ? value : negative);
      return;
    }
    for (int lane = 0; lane < kind.size(); lane++) {
      data[at + lane] = (byte) (value >>> (8 * lane));
    }
  }
}
