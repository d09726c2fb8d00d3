package io.espalier.shared.probe;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

  /** Inputs as floats; absent where they are bytes of a file. */
  private final float @Nullable [] floats;

  /** A file with an input a byte, which is a quarter of what floats would take of a small node. */
  private final byte @Nullable [] file;

  private final int values;
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
    requireFinite(inputs);
    this.width = width;
    this.floats = inputs.clone();
    this.file = null;
    this.values = inputs.length;
    this.labels = labels.clone();
  }

  private ProbeSet(
      int width, float @Nullable [] floats, byte @Nullable [] file, int values, int[] labels) {
    this.width = width;
    this.floats = floats;
    this.file = file;
    this.values = values;
    this.labels = labels;
  }

  /** Samples. */
  public int rows() {
    return values / width;
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
    float[] some = new float[count * width];
    for (int i = 0; i < some.length; i++) {
      some[i] = value(from * width + i);
    }
    return some;
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
      System.arraycopy(inputs(row, 1), 0, some, i * width, width);
      if (isLabelled()) {
        their[i] = labels[row];
      }
    }
    return new ProbeSet(width, some, their);
  }

  /** The artifact; the same set gives the same bytes. */
  public byte[] encode() {
    boolean bytes = areBytes();
    int size = HEADER + values * (bytes ? 1 : Float.BYTES) + labels.length * Integer.BYTES;
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).putInt(rows()).putInt(width).putInt(bytes ? 1 : 0).putInt(isLabelled() ? 1 : 0);
    for (int i = 0; i < values; i++) {
      if (bytes) {
        out.put((byte) Math.round(value(i) * BYTE));
      } else {
        out.putFloat(value(i));
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
   * @param content not copied
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
      int count = Math.toIntExact(values);
      float[] floats = null;
      if (bytes) {
        in.position(HEADER + count);
      } else {
        floats = new float[count];
        in.asFloatBuffer().get(floats);
        requireFinite(floats);
        in.position(HEADER + count * Float.BYTES);
      }
      int[] labels = new int[labelled ? rows : 0];
      in.asIntBuffer().get(labels);
      return new ProbeSet(width, floats, bytes ? content : null, count, labels);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("probe set: it ends too early", e);
    }
  }

  private float value(int i) {
    if (file != null) {
      return (file[HEADER + i] & 0xff) / BYTE;
    }
    return Objects.requireNonNull(floats)[i];
  }

  private boolean areBytes() {
    for (int i = 0; i < values; i++) {
      int nearest = Math.round(value(i) * BYTE);
      if (nearest < 0 || nearest > 255 || nearest / BYTE != value(i)) {
        return false;
      }
    }
    return true;
  }

  private static void requireFinite(float[] inputs) {
    for (float input : inputs) {
      if (!Float.isFinite(input)) {
        throw new IllegalArgumentException("probe set: expected finite inputs, found " + input);
      }
    }
  }
}
