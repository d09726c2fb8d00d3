package io.espalier.node.trial;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/** Writes IDX files for tests. */
final class Idx {
  private Idx() {}

  /** A file of unsigned bytes. */
  static byte[] of(int[] dimensions, int... elements) {
    ByteBuffer file = ByteBuffer.allocate(4 + 4 * dimensions.length + elements.length);
    file.putInt(0x0800 | dimensions.length);
    for (int dimension : dimensions) {
      file.putInt(dimension);
    }
    for (int element : elements) {
      file.put((byte) element);
    }
    return file.array();
  }

  /** A file of labels. */
  static byte[] labels(int... labels) {
    return of(new int[] {labels.length}, labels);
  }

  static byte[] gzipped(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
