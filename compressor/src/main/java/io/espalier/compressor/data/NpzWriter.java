package io.espalier.compressor.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes {@code .npz} files, the same bytes for the same data. */
final class NpzWriter {
  private static final byte[] MAGIC_AND_VERSION = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  /** What comes before the numbers ends on a multiple of this. */
  private static final int ALIGNMENT = 64;

  private final ZipOutputStream zip;

  private NpzWriter(ZipOutputStream zip) {
    this.zip = zip;
  }

  static void write(CalibrationData data, Path file) throws IOException {
    write(file, writer -> writer.data(data, ""));
  }

  /** Both parts in one file. */
  static void write(Partition parts, Path file) throws IOException {
    write(
        file,
        writer -> {
          writer.data(parts.training(), NpzFile.TRAINING);
          writer.data(parts.test(), NpzFile.TEST);
        });
  }

  @FunctionalInterface
  private interface Content {
    void writeTo(NpzWriter writer) throws IOException;
  }

  private static void write(Path file, Content content) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      content.writeTo(new NpzWriter(zip));
    }
  }

  private void data(CalibrationData data, String suffix) throws IOException {
    for (SampleArray array : data.inputs()) {
      floats(array.name() + suffix, array);
    }
    if (data.labels().isPresent()) {
      labels(NpzFile.LABELS + suffix, data.labels().get());
    }
    if (data.targets().isPresent()) {
      floats(NpzFile.TARGETS + suffix, data.targets().get());
    }
  }

  private void floats(String name, SampleArray array) throws IOException {
    float[] values = array.values().values();
    int width = array.values().columns();
    List<Integer> shape =
        Stream.concat(Stream.of(array.count()), array.extents().stream()).toList();
    entry(
        name,
        "<f4",
        shape,
        width * Float.BYTES,
        (sample, row) -> row.asFloatBuffer().put(values, sample * width, width));
  }

  private void labels(String name, int[] labels) throws IOException {
    entry(
        name,
        "<i4",
        List.of(labels.length),
        Integer.BYTES,
        (sample, row) -> row.putInt(0, labels[sample]));
  }

  @FunctionalInterface
  private interface RowWriter {
    void put(int sample, ByteBuffer row);
  }

  private void entry(String name, String type, List<Integer> shape, int rowBytes, RowWriter writer)
      throws IOException {
    ZipEntry entry = new ZipEntry(name + NpzFile.SUFFIX);
    // The time of day has no business in the bytes.
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(header(type, shape));
    ByteBuffer row = ByteBuffer.allocate(rowBytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int sample = 0; sample < shape.get(0); sample++) {
      writer.put(sample, row);
      zip.write(row.array());
    }
    zip.closeEntry();
  }

  private static byte[] header(String type, List<Integer> shape) {
    String extents = shape.stream().map(extent -> extent + ",").collect(Collectors.joining(" "));
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type, extents);
    int fixed = MAGIC_AND_VERSION.length + Short.BYTES;
    int total = (fixed + text.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    String padded = text + " ".repeat(total - fixed - text.length() - 1) + "\n";
    return ByteBuffer.allocate(total)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC_AND_VERSION)
        .putShort((short) padded.length())
        .put(padded.getBytes(ISO_8859_1))
        .array();
  }
}
