package io.espalier.compressor.data;

import io.espalier.compressor.linalg.Matrix;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * An IDX file of unsigned bytes: two zero bytes, the type (8), the number of dimensions, the
 * dimensions as big-endian 32-bit integers, then the values.
 *
 * @param name for messages
 * @param content the whole file, unpacked
 * @param dimensions at least one; the first counts the items
 */
@SuppressWarnings("ArrayRecordComponent")
record IdxFile(String name, byte[] content, int[] dimensions) {
  private static final int UNSIGNED_BYTES = 0x0800;

  /** Reads a file's bytes; that it is gzipped shows in its first two. */
  static IdxFile parse(String name, byte[] file) throws DataException {
    byte[] content = isGzipped(file) ? unpacked(name, file) : file;
    if (content.length < 4) {
      throw new DataException(name, "an IDX header", content.length + " bytes");
    }
    ByteBuffer header = ByteBuffer.wrap(content);
    int magic = header.getInt();
    int count = magic & 0xff;
    if ((magic & ~0xff) != UNSIGNED_BYTES || count == 0) {
      throw new DataException(
          name,
          "an IDX file of unsigned bytes (magic 0x000008NN)",
          "magic 0x%08x".formatted(magic));
    }
    if (header.remaining() < 4 * count) {
      throw new DataException(name, count + " dimensions", content.length + " bytes in all");
    }
    int[] dimensions = new int[count];
    header.asIntBuffer().get(dimensions);
    return new IdxFile(name, content, dimensions).checked();
  }

  /** The number of items. */
  int count() {
    return dimensions[0];
  }

  /** The number of values of an item. */
  int width() {
    return Arrays.stream(dimensions).skip(1).reduce(1, (a, b) -> a * b);
  }

  /** The items as rows of values in [0, 1]. */
  Matrix scaled() {
    float[] values = new float[count() * width()];
    int offset = headerLength();
    for (int i = 0; i < values.length; i++) {
      values[i] = (content[offset + i] & 0xff) / 255f;
    }
    return new Matrix(count(), width(), values);
  }

  /** The items as labels. */
  int[] labels() throws DataException {
    if (width() != 1) {
      throw new DataException(name, "one label an item", width() + " values");
    }
    int[] labels = new int[count()];
    int offset = headerLength();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = content[offset + i] & 0xff;
    }
    return labels;
  }

  private int headerLength() {
    return 4 + 4 * dimensions.length;
  }

  private IdxFile checked() throws DataException {
    long values = 1;
    for (int dimension : dimensions) {
      if (dimension < 1) {
        throw new DataException(name, "dimensions of at least 1", Arrays.toString(dimensions));
      }
      values = Math.min(values * dimension, Integer.MAX_VALUE);
    }
    if (content.length - headerLength() != values) {
      throw new DataException(
          name,
          "%d bytes for dimensions %s"
              .formatted(headerLength() + values, Arrays.toString(dimensions)),
          content.length + " bytes");
    }
    return this;
  }

  private static boolean isGzipped(byte[] file) {
    return file.length >= 2 && (file[0] & 0xff) == 0x1f && (file[1] & 0xff) == 0x8b;
  }

  private static byte[] unpacked(String name, byte[] file) throws DataException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new DataException(
          name, "a whole gzip file", "%d bytes (%s)".formatted(file.length, e.getMessage()));
    }
  }
}
