package io.espalier.shared.probe;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Samples and what is right for them, if that is known: a label each, or so many floats. As one
 * artifact of kind {@code probe} they are {@code ESPROBE1}, then little-endian: rows, width,
 * whether inputs are bytes (1) or floats (0), whether there are labels (1), targets (−1 times their
 * width) or neither (0), the inputs row by row, the labels or the targets row by row. An input
 * stored as a byte is that byte / 255; targets are floats.
 */
public final class ProbeSet {
  private static final byte[] MAGIC = "ESPROBE1".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = MAGIC.length + 4 * Integer.BYTES;
  private static final float BYTE = 255f;
  private static final int LABELS = 1;

  private final int width;

  /** Inputs as floats; absent where they are bytes of a file. */
  private final float @Nullable [] floats;

  /** A file with an input a byte, which is a quarter of what floats would take of a small node. */
  private final byte @Nullable [] file;

  private final int values;
  private final int[] labels;
  private final int targetWidth;
  private final float[] targets;

  /**
   * Samples with labels, or alone.
   *
   * @param width floats in a row, at least 1
   * @param inputs at least one row, row by row; copied
   * @param labels one a row, or none at all; copied
   * @throws IllegalArgumentException if the lengths do not fit, or an input is not finite
   */
  public ProbeSet(int width, float[] inputs, int[] labels) {
    this(width, inputs, labels, 0, new float[0]);
    if (labels.length != 0 && labels.length != inputs.length / width) {
      throw new IllegalArgumentException(
          "probe set: expected %d labels or none, found %d"
              .formatted(inputs.length / width, labels.length));
    }
  }

  private ProbeSet(int width, float[] inputs, int[] labels, int targetWidth, float[] targets) {
    if (width < 1 || inputs.length == 0 || inputs.length % width != 0) {
      throw new IllegalArgumentException(
          "probe set: expected rows of %d values, found %d values".formatted(width, inputs.length));
    }
    requireFinite("inputs", inputs);
    this.width = width;
    this.floats = inputs.clone();
    this.file = null;
    this.values = inputs.length;
    this.labels = labels.clone();
    this.targetWidth = targetWidth;
    this.targets = targets.clone();
  }

  private ProbeSet(
      int width,
      float @Nullable [] floats,
      byte @Nullable [] file,
      int values,
      int[] labels,
      int targetWidth,
      float[] targets) {
    this.width = width;
    this.floats = floats;
    this.file = file;
    this.values = values;
    this.labels = labels;
    this.targetWidth = targetWidth;
    this.targets = targets;
  }

  /**
   * Samples with what a model should give for them.
   *
   * @param width floats in a row, at least 1
   * @param inputs at least one row, row by row; copied
   * @param targetWidth floats that are right for a row, at least 1
   * @param targets so many for each row, row by row; copied
   * @throws IllegalArgumentException if the lengths do not fit, or a value is not finite
   */
  public static ProbeSet withTargets(int width, float[] inputs, int targetWidth, float[] targets) {
    ProbeSet set = new ProbeSet(width, inputs, new int[0], targetWidth, targets);
    if (targetWidth < 1 || targets.length != (long) set.rows() * targetWidth) {
      throw new IllegalArgumentException(
          "probe set: expected %d targets of %d values, found %d values"
              .formatted(set.rows(), targetWidth, targets.length));
    }
    requireFinite("targets", targets);
    return set;
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

  /** Floats that are right for a sample; 0 where they are not known. */
  public int targetWidth() {
    return targetWidth;
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
    copyInputs(from, count, some);
    return some;
  }

  /** Copies so many rows from {@code from} on to the start of {@code to}. */
  public void copyInputs(int from, int count, float[] to) {
    for (int i = 0; i < count * width; i++) {
      to[i] = value(from * width + i);
    }
  }

  /** Copies what is right for a row to the start of {@code to}: {@link #targetWidth()} floats. */
  public void copyTarget(int row, float[] to) {
    System.arraycopy(targets, row * targetWidth, to, 0, targetWidth);
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
    float[] right = new float[count * targetWidth];
    for (int i = 0; i < count; i++) {
      int row = part + i * parts;
      System.arraycopy(inputs(row, 1), 0, some, i * width, width);
      if (isLabelled()) {
        their[i] = labels[row];
      }
      System.arraycopy(targets, row * targetWidth, right, i * targetWidth, targetWidth);
    }
    return new ProbeSet(width, some, their, targetWidth, right);
  }

  /** The artifact; the same set gives the same bytes. */
  public byte[] encode() {
    boolean bytes = areBytes();
    int size =
        HEADER
            + values * (bytes ? 1 : Float.BYTES)
            + labels.length * Integer.BYTES
            + targets.length * Float.BYTES;
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    int right = isLabelled() ? LABELS : -targetWidth;
    out.put(MAGIC).putInt(rows()).putInt(width).putInt(bytes ? 1 : 0).putInt(right);
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
    out.asFloatBuffer().put(targets);
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
      int right = in.getInt();
      long values = (long) rows * width;
      int targetWidth = right < 0 ? Math.negateExact(right) : 0;
      long beside = right == LABELS ? rows : (long) rows * targetWidth;
      long expected =
          Math.addExact(
              Math.multiplyExact(values, bytes ? 1L : Float.BYTES),
              Math.multiplyExact(beside, (long) Float.BYTES));
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
        requireFinite("inputs", floats);
        in.position(HEADER + count * Float.BYTES);
      }
      int[] labels = new int[right == LABELS ? rows : 0];
      float[] targets = new float[rows * targetWidth];
      in.asIntBuffer().get(labels);
      in.asFloatBuffer().get(targets);
      requireFinite("targets", targets);
      return new ProbeSet(
          width, floats, bytes ? content : null, count, labels, targetWidth, targets);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("probe set: it ends too early", e);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("probe set: expected less than 2 GiB", e);
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

  private static void requireFinite(String what, float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "probe set: expected finite %s, found %s".formatted(what, value));
      }
    }
  }
}
