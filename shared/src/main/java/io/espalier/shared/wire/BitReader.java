package io.espalier.shared.wire;

/** Reads what {@link BitWriter} wrote. */
final class BitReader implements BitCoder {
  private final byte[] in;
  private int position;
  private int low;
  private int high = -1;
  private int number;

  BitReader(byte[] in, int from) throws WireException {
    this.in = in;
    this.position = from;
    for (int i = 0; i < Integer.BYTES; i++) {
      number = (number << 8) | next();
    }
  }

  /** The largest number that stands for a 1, of those between two unsigned bounds. */
  static int middle(int low, int high, int probability) {
    long range = Integer.toUnsignedLong(high) - Integer.toUnsignedLong(low);
    return low + (int) ((range * probability) >>> 16);
  }

  @Override
  public int code(int bit, int probability) throws WireException {
    int middle = middle(low, high, probability);
    int read = Integer.compareUnsigned(number, middle) <= 0 ? 1 : 0;
    if (read == 1) {
      high = middle;
    } else {
      low = middle + 1;
    }
    while (((low ^ high) & 0xff000000) == 0) {
      low <<= 8;
      high = (high << 8) | 255;
      number = (number << 8) | next();
    }
    return read;
  }

  /** Whether every byte was needed. */
  boolean isAtEnd() {
    return position == in.length;
  }

  private int next() throws WireException {
    if (position == in.length) {
      throw new WireException("coded bytes: more expected after byte " + in.length);
    }
    return in[position++] & 0xff;
  }
}
