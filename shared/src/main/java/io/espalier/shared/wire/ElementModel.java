package io.espalier.shared.wire;

import io.espalier.shared.wire.Span.Kind;

/**
 * Codes the elements of one file: of each whether it is zero, and if not its bytes, the highest
 * first. What a bit is predicted by is what pruning and training leave in weights: how many links
 * of a unit and of an input live, which neighbours do, and how large those are that do.
 */
final class ElementModel {
  private static final int MIN_TABLE_BITS = 10;
  private static final int MAX_TABLE_BITS = 16;
  private static final int INPUTS = 8;
  private static final int BITS = 8;

  /** Sets of weights are told apart by kind, and by as many states of the place. */
  private static final int SETS = 32;

  private static final int EVEN = BitCoder.ONE / 2;

  private final BitCoder coder;
  private final Mixture zeros;
  private final Mixture bytes;

  /**
   * Knows nothing yet.
   *
   * @param length bytes of the file; a small one needs small tables
   */
  ElementModel(BitCoder coder, int length) {
    this.coder = coder;
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(length) + 2;
    int tableBits = Math.max(MIN_TABLE_BITS, Math.min(MAX_TABLE_BITS, bits));
    this.zeros = new Mixture(INPUTS, tableBits, Kind.COUNT * SETS);
    this.bytes = new Mixture(INPUTS, tableBits, Kind.COUNT * SETS);
  }

  /**
   * Codes a span.
   *
   * @param data read from or written to, by the coder's end
   * @param from where it starts
   * @param number of the span in its file
   */
  void code(byte[] data, int from, Span span, int number) throws WireException {
    Neighbours near = new Neighbours(span);
    for (int i = 0; i < span.elements(); i++) {
      int at = from + i * span.kind().size();
      int value = code(Element.read(data, at, span.kind()), span, near, number);
      near.add(value);
      Element.write(data, at, span.kind(), value);
    }
  }

  private int code(int value, Span span, Neighbours near, int number) throws WireException {
    int kind = span.kind().number();
    zeroContexts(kind << 24, near, number);
    int set = kind * SETS + Integer.bitCount(near.rowLives() & 0xff);
    if (zeros.code(coder, value == 0 ? 0 : 1, set) == 0) {
      return 0;
    }
    int coded = 0;
    for (int lane = span.kind().size() - 1; lane >= 0; lane--) {
      int next = (value >>> (BITS * lane)) & 0xff;
      int same =
          span.isNoise(lane) ? codeNoise(next) : codeByte(next, coded, lane, span.kind(), near);
      coded = (coded << BITS) | same;
    }
    return coded;
  }

  private int codeNoise(int value) throws WireException {
    int coded = 0;
    for (int bit = BITS - 1; bit >= 0; bit--) {
      coded = (coded << 1) | coder.code((value >> bit) & 1, EVEN);
    }
    return coded;
  }

  private int codeByte(int value, int higher, int lane, Kind kind, Neighbours near)
      throws WireException {
    boolean top = lane == kind.size() - 1;
    int seed = ((kind.number() << 2) | lane) << 9;
    int node = 1;
    for (int bit = BITS - 1; bit >= 0; bit--) {
      int place = seed | node;
      if (top && kind.isSigned() && bit < BITS - 1) {
        // The sign says nothing about the size, so both halves of the tree learn as one.
        int half = 1 << (BITS - 2 - bit);
        place = seed | 256 | half | (node & (half - 1));
      }
      if (kind == Kind.BYTES) {
        byteContexts(place, near);
      } else if (top) {
        sizeContexts(place, near);
      } else {
        lowerContexts(place, higher, near);
      }
      int set = kind.number() * SETS + lane * BITS + bit;
      node = (node << 1) | bytes.code(coder, (value >> bit) & 1, set);
    }
    return node & 0xff;
  }

  private void zeroContexts(int kind, Neighbours near, int number) {
    int row = near.rowDensity() << 8;
    zeros.context(0, kind | number);
    zeros.context(1, kind | (near.rowLives() & 0xffff));
    zeros.context(2, (number << 20) ^ near.column());
    zeros.context(3, kind | (row << 8) | near.columnLives());
    zeros.context(4, kind | row | near.columnDensity());
    zeros.context(5, kind | near.around());
    zeros.context(6, kind | (near.columnDensity() << 8) | (near.rowLives() & 0xff));
    zeros.context(7, kind | row | Integer.bitCount(near.rowLives()));
  }

  /** For bytes of any meaning: the neighbours as they are. */
  private void byteContexts(int place, Neighbours near) {
    int left = near.left();
    int above = near.above();
    int slope = Math.max(0, Math.min(255, left + above - near.aboveLeft()));
    bytes.context(0, place);
    bytes.context(1, (place << 9) | left);
    bytes.context(2, (place << 9) | above);
    bytes.context(3, (place << 16) ^ (left << 8) ^ above);
    bytes.context(4, (place << 16) ^ (left << 8) ^ near.leftOfLeft());
    bytes.context(5, (place << 9) | ((left + above) / 2));
    bytes.context(6, (place << 9) | slope);
    bytes.context(7, (place << 12) ^ near.column());
  }

  /** For sign and size of a number: how large others are that live. */
  private void sizeContexts(int place, Neighbours near) {
    bytes.context(0, place);
    bytes.context(1, (place << 8) | near.lastInRow());
    bytes.context(2, (place << 8) | near.lastInColumn());
    bytes.context(3, (place << 8) | near.meanOfRow());
    bytes.context(4, (place << 12) | (near.rowDensity() << 6) | near.columnDensity());
    bytes.context(5, (place << 8) | near.signs());
    bytes.context(6, (place << 16) ^ near.rowNumber());
    bytes.context(7, (place << 8) | near.leastOfRow());
  }

  /** For the lower bytes of a number: its higher ones. */
  private void lowerContexts(int place, int higher, Neighbours near) {
    bytes.context(0, place);
    bytes.context(1, (place << 9) | (higher & 0xff));
    bytes.context(2, place ^ (higher << 13));
    bytes.context(3, (place << 8) | near.lastInColumn());
    bytes.context(4, (place << 8) | near.meanOfRow());
    bytes.context(5, (place << 9) | (higher & 0xf));
    bytes.context(6, (place << 16) ^ near.rowNumber());
    bytes.context(7, place ^ (higher << 22) ^ (near.lastInRow() << 14));
  }
}
