package io.espalier.shared.wire;

/**
 * What is known about the place of the next element: the elements before it in its row and in its
 * column. Sizes are the magnitude of an element's highest byte, 0 to 127, or the byte itself where
 * there is no sign.
 */
final class Neighbours {
  private final Span span;
  private final int shift;
  private final byte[] aboveTop;
  private final byte[] lastTop;
  private final int[] columnCount;
  private final byte[] columnLives;

  private int row;
  private int column;
  private int rowLives;
  private int rowCount;
  private int rowSum;
  private int rowLeast = 255;
  private int lastTopInRow;
  private int left;
  private int leftOfLeft;
  private int aboveLeft;
  private int meanBefore;

  Neighbours(Span span) {
    this.span = span;
    this.shift = 8 * (span.kind().size() - 1);
    int width = Math.min(span.row(), span.elements());
    this.aboveTop = new byte[width + 1];
    this.lastTop = new byte[width];
    this.columnCount = new int[width];
    this.columnLives = new byte[width];
  }

  /** Goes to the next place. */
  void add(int value) {
    int top = value >>> shift;
    boolean lives = value != 0;
    leftOfLeft = left;
    left = top;
    aboveLeft = aboveTop[column] & 0xff;
    aboveTop[column] = (byte) (lives ? Math.max(1, top) : 0);
    rowLives = (rowLives << 1) | (lives ? 1 : 0);
    columnLives[column] = (byte) ((columnLives[column] << 1) | (lives ? 1 : 0));
    if (lives) {
      int size = size(top);
      lastTop[column] = (byte) top;
      columnCount[column]++;
      lastTopInRow = top;
      rowCount++;
      rowSum += size;
      rowLeast = Math.min(rowLeast, size);
    }
    if (++column == columnCount.length) {
      nextRow();
    }
  }

  private void nextRow() {
    meanBefore = meanOfRow();
    row++;
    column = 0;
    rowLives = 0;
    rowCount = 0;
    rowSum = 0;
    rowLeast = 255;
    aboveLeft = 0;
  }

  int rowNumber() {
    return row;
  }

  int column() {
    return column;
  }

  /** The elements before this one in its row, one bit each, the nearest lowest: 1 if not zero. */
  int rowLives() {
    return rowLives;
  }

  /** The eight elements above, one bit each, the nearest lowest. */
  int columnLives() {
    return columnLives[column] & 0xff;
  }

  /** Which of two on the left and three above live. */
  int around() {
    int above = aboveTop[column] == 0 ? 0 : 1;
    int right = aboveTop[column + 1] == 0 ? 0 : 1;
    int corner = aboveLeft == 0 ? 0 : 1;
    return (rowLives & 3)
        | (above << 2)
        | (right << 3)
        | (corner << 4)
        | ((columnLives() & 2) << 4);
  }

  /** The share of this row that lives so far, in steps of a logarithm, 0 to 63. */
  int rowDensity() {
    return density(rowCount, column);
  }

  /** The share of this column that lives so far. */
  int columnDensity() {
    return density(columnCount[column], row);
  }

  int left() {
    return left;
  }

  int leftOfLeft() {
    return leftOfLeft;
  }

  int above() {
    return aboveTop[column] & 0xff;
  }

  int aboveLeft() {
    return aboveLeft;
  }

  int lastInRow() {
    return size(lastTopInRow);
  }

  int lastInColumn() {
    return size(lastTop[column] & 0xff);
  }

  /** The mean size of what lives in this row; of the row before until there is something. */
  int meanOfRow() {
    return rowCount == 0 ? meanBefore : rowSum / rowCount;
  }

  /** The least size of what lives in this row; 255 until there is something. */
  int leastOfRow() {
    return rowLeast;
  }

  /** The signs of what came last in row and column, and of the left and upper neighbour. */
  int signs() {
    return (lastTopInRow >> 7)
        | ((lastTop[column] & 0x80) >> 6)
        | ((left & 0x80) >> 5)
        | ((aboveTop[column] & 0x80) >> 4);
  }

  private int size(int top) {
    return span.kind().isSigned() ? top & 0x7f : top;
  }

  /** Half octaves of (live + ½) / (all + 1), refined by how much is known. */
  private static int density(int live, int all) {
    int ratio = (int) (((2L * live + 1) << 14) / (2L * all + 2));
    int log = 31 - Integer.numberOfLeadingZeros(ratio);
    int half = log == 0 ? 0 : (ratio >> (log - 1)) & 1;
    return Math.min(63, 2 * log + half + (all < 16 ? 32 : 0));
  }
}
