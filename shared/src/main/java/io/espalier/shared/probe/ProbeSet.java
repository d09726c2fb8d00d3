package io.espalier.shared.probe;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Samples with or without labels, as one artifact of kind {@code probe}: {@code ESPROBE1}, then
 * little-endian: rows, width, whether inputs are bytes (1) or floats (0), whether there are labels
 * (1 or 0), the inputs row by row, the labels. An input stored as a byte is that byte / 255.
 */
public final class ProbeSet {
  private static final byte[] MAGIC = "ESPROBE1".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = MAGIC.length + 4 * Integer.BYTES;
  private static final float BYTE = 255f;

  private final int width;
  private final float[] inputs;
  private final int[] labels;

  /**
   * A set of its own.
   *
   * @param width floats in a row, at least 1
   * @param inputs at least one row, row by row; copied
   * @param labels one a row, or none at all; copied
   * @throws IllegalArgumentException if the lengths do not fit, or an input is not finite
   */
  public ProbeSet(int width, float[] inputs, int[] labels) {
    if (width < 1 || inputs.length == 0 || inputs.length % width != 0) {
      throw new IllegalArgumentException(
          "probe set: expected rows of %d values, found %d values".formatted(width, inputs.length));
    }
    if (labels.length != 0 && labels.length != inputs.length / width) {
      throw new IllegalArgumentException(
          "probe set: expected %d labels or none, found %d"
              .formatted(inputs.length / width, labels.length));
    }
    for (float input : inputs) {
      if (!Float.isFinite(input)) {
        throw new IllegalArgumentException("probe set: expected finite inputs, found " + input);
      }
    }
    this.width = width;
    this.inputs = inputs.clone();
    this.labels = labels.clone();
  }

  /** Samples. */
  public int rows() {
    return inputs.length / width;
  }

  /** Floats in a sample. */
  public int width() {
    return width;
  }

  /** Whether each sample has a label. */
  public boolean isLabelled() {
    return labels.length > 0;
  }

  /**
   * Copies rows out.
   *
   * @param from first row
   * @param count how many
   * @return count × {@link #width()} floats
   */
  public float[] inputs(int from, int count) {
    return Arrays.copyOfRange(inputs, from * width, (from + count) * width);
  }

  /**
   * The label of a row.
   *
   * @throws IllegalStateException if there are no labels
   */
  public int label(int row) {
    if (!isLabelled()) {
      throw new IllegalStateException("probe set: it has no labels");
    }
    return labels[row];
  }

  /**
   * One of {@code parts} parts of nearly equal size: every {@code parts}-th row from row {@code
   * part} on, so that a sorted set is spread evenly.
   *
   * @throws IllegalArgumentException unless 0 ≤ part &lt; parts ≤ rows
   */
  public ProbeSet part(int part, int parts) {
    if (part < 0 || part >= parts || parts > rows()) {
      throw new IllegalArgumentException(
          "probe set: expected a part of at most %d, found %d of %d"
              .formatted(rows(), part, parts));
    }
    int count = (rows() - part + parts - 1) / parts;
    float[] some = new float[count * width];
    int[] their = new int[isLabelled() ? count : 0];
    for (int i = 0; i < count; i++) {
      int row = part + i * parts;
      System.arraycopy(inputs, row * width, some, i * width, width);
      if (isLabelled()) {
        their[i] = labels[row];
      }
    }
    return new ProbeSet(width, some, their);
  }

  /** The artifact; the same set gives the same bytes. */
  public byte[] encode() {
    boolean bytes = areBytes();
    int size = HEADER + inputs.length * (bytes ? 1 : Float.BYTES) + labels.length * Integer.BYTES;
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).putInt(rows()).putInt(width).putInt(bytes ? 1 : 0).putInt(isLabelled() ? 1 : 0);
    for (float input : inputs) {
      if (bytes) {
        out.put((byte) Math.round(input * BYTE));
      } else {
        out.putFloat(input);
      }
    }
    for (int label : labels) {
      out.putInt(label);
    }
    return out.array();
  }

  /**
   * The set in those bytes.
   *
   * @throws IllegalArgumentException in one line, if they are no probe set
   */
  public static ProbeSet decode(byte[] content) {
    ByteBuffer in = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    try {
      byte[] magic = new byte[MAGIC.length];
      in.get(magic);
      if (!Arrays.equals(magic, MAGIC)) {
        throw new IllegalArgumentException("probe set: expected it to begin with ESPROBE1");
      }
      int rows = in.getInt();
      int width = in.getInt();
      boolean bytes = in.getInt() == 1;
      boolean labelled = in.getInt() == 1;
      long values = (long) rows * width;
      long expected = values * (bytes ? 1 : Float.BYTES) + (labelled ? 4L * rows : 0);
      if (rows < 1 || width < 1 || expected != in.remaining()) {
        throw new IllegalArgumentException(
            "probe set: expected %d bytes for %d rows of %d, found %d"
                .formatted(expected, rows, width, in.remaining()));
      }
      float[] inputs = new float[Math.toIntExact(values)];
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = bytes ? (in.get() & 0xff) / BYTE : in.getFloat();
      }
      int[] labels = new int[labelled ? rows : 0];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = in.getInt();
      }
      return new ProbeSet(width, inputs, labels);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("probe set: it ends too early", e);
    }
  }

  private boolean areBytes() {
    for (float input : inputs) {
      int nearest = Math.round(input * BYTE);
      if (nearest < 0 || nearest > 255 || nearest / BYTE != input) {
        return false;
      }
    }
    return true;
  }
}
