package io.espalier.shared.wire;

import java.io.ByteArrayOutputStream;

/**
 * Writes bits as a number between two bounds that each bit brings closer together; leading bytes
 * that both bounds share are final.
 */
final class BitWriter implements BitCoder {
  private final ByteArrayOutputStream out;
  private int low;
  private int high = -1;

  BitWriter(ByteArrayOutputStream out) {
    this.out = out;
  }

  @Override
  public int code(int bit, int probability) {
    int middle = BitReader.middle(low, high, probability);
    if (bit == 1) {
      high = middle;
    } else {
      low = middle + 1;
    }
    while (((low ^ high) & 0xff000000) == 0) {
      out.write(high >>> 24);
      low <<= 8;
      high = (high << 8) | 255;
    }
    return bit;
  }

  /** Writes what is left: enough bytes to tell any number between the bounds. */
  void finish() {
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.write(high >>> shift);
    }
  }
}
