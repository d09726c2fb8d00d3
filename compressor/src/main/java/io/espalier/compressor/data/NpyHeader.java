package io.espalier.compressor.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an {@code .npy} file says of its numbers: six magic bytes, the version, the length of the
 * rest (two bytes in version 1, four since), then a Python dictionary.
 *
 * <p>The format is described in NumPy's documentation of {@code numpy.lib.format}.
 *
 * @param type of the numbers
 * @param order of their bytes
 * @param columnMajor whether the first index runs fastest
 * @param shape none for a single number; no extent negative
 * @param length of the header itself, in bytes
 */
record NpyHeader(
    NumberType type, ByteOrder order, boolean columnMajor, List<Integer> shape, int length) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** As much as NumPy itself believes. */
  private static final int MAX_TEXT = 10_000;

  private static final int MAX_DIMENSIONS = 8;
  private static final Pattern TYPE = Pattern.compile("'descr' *: *'([<>|=]?)(\\w+)'");
  private static final Pattern ANY_TYPE = Pattern.compile("'descr' *: *([^,}]{0,60})");
  private static final Pattern ORDER = Pattern.compile("'fortran_order' *: *(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape' *: *\\(([0-9L, ]*)\\)");

  static NpyHeader read(String name, InputStream in) throws IOException {
    byte[] start = in.readNBytes(MAGIC.length + 2);
    boolean magic =
        start.length == MAGIC.length + 2
            && Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    if (!magic) {
      throw new DataException(name, "a NumPy array (.npy)", "other bytes");
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3) {
      throw new DataException(name, "version 1 to 3 of the .npy format", "version " + version);
    }
    byte[] size = in.readNBytes(version == 1 ? 2 : 4);
    byte[] padded = Arrays.copyOf(size, 4);
    int textBytes = ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (textBytes < 0 || textBytes > MAX_TEXT) {
      throw new DataException(
          name, "a header of at most %d bytes".formatted(MAX_TEXT), textBytes + " bytes");
    }
    byte[] text = in.readNBytes(textBytes);
    if (text.length != textBytes) {
      throw new DataException(
          name, "a header of %d bytes".formatted(textBytes), text.length + " bytes");
    }
    return parse(name, new String(text, ISO_8859_1), start.length + size.length + textBytes);
  }

  /** The number of numbers, or at least {@link Integer#MAX_VALUE} if there are too many. */
  long count() {
    return shape.stream()
        .mapToLong(Integer::longValue)
        .reduce(1, (a, b) -> Math.min(a * b, Integer.MAX_VALUE));
  }

  private static NpyHeader parse(String name, String text, int length) throws DataException {
    Matcher type = TYPE.matcher(text);
    if (!type.find() || NumberType.of(type.group(2)).isEmpty()) {
      Matcher found = ANY_TYPE.matcher(text);
      throw new DataException(
          name,
          "floats, integers of up to 64 bits or booleans",
          found.find() ? "type " + found.group(1) : "no type");
    }
    Matcher order = ORDER.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (!order.find() || !shape.find()) {
      throw new DataException(name, "a header with fortran_order and shape", "one without");
    }
    return new NpyHeader(
        NumberType.of(type.group(2)).orElseThrow(),
        type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
        order.group(1).equals("True"),
        extents(name, shape.group(1)),
        length);
  }

  private static List<Integer> extents(String name, String text) throws DataException {
    List<Integer> extents = new ArrayList<>();
    for (String part : text.replace("L", "").split(",", -1)) {
      String digits = part.strip();
      if (!digits.isEmpty()) {
        extents.add(extent(name, digits));
      }
    }
    if (extents.size() > MAX_DIMENSIONS) {
      throw new DataException(
          name, "at most %d dimensions".formatted(MAX_DIMENSIONS), extents.size() + " dimensions");
    }
    return extents;
  }

  private static int extent(String name, String digits) throws DataException {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw new DataException(name, "extents below 2³¹", "'" + digits + "'");
    }
  }
}
