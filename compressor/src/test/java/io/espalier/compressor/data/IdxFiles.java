package io.espalier.compressor.data;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Writes small IDX files for tests. */
final class IdxFiles {
  private IdxFiles() {}

  /** An IDX file of those dimensions, whose bytes count up from 0. */
  static byte[] counting(int... dimensions) {
    int values = Arrays.stream(dimensions).reduce(1, (a, b) -> a * b);
    ByteBuffer file = ByteBuffer.allocate(4 + 4 * dimensions.length + values);
    file.putInt(0x0800 | dimensions.length);
    Arrays.stream(dimensions).forEach(file::putInt);
    for (int i = 0; i < values; i++) {
      file.put((byte) i);
    }
    return file.array();
  }

  static byte[] gzipped(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  /** Five training and three test images of 2 × 3 pixels. */
  static void writeSmallSet(Path directory) throws IOException {
    Files.write(directory.resolve("train-images-idx3-ubyte"), counting(5, 2, 3));
    Files.write(directory.resolve("train-labels-idx1-ubyte"), counting(5));
    Files.write(directory.resolve("t10k-images-idx3-ubyte"), counting(3, 2, 3));
    Files.write(directory.resolve("t10k-labels-idx1-ubyte"), counting(3));
  }

  static byte[] text(String text) {
    return text.getBytes(US_ASCII);
  }
}
