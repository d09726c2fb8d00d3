package io.espalier.node.trial;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * Unsigned bytes in the IDX format of MNIST (Y. LeCun, "The MNIST database"): two zero bytes, the
 * element type, the number of dimensions, each dimension as a big-endian int, the elements.
 *
 * @param count the first dimension
 * @param rowLength the product of the others; 1 if there are none
 * @param data count × rowLength elements
 */
@SuppressWarnings("ArrayRecordComponent")
record IdxFile(int count, int rowLength, byte[] data) {
  private static final int UNSIGNED_BYTES = 0x08;
  private static final int MOST_DIMENSIONS = 8;
  private static final int GZIP_FIRST = 0x1f;
  private static final int GZIP_SECOND = 0x8b;

  /**
   * Reads a file, gzipped or not.
   *
   * @param what names it in messages
   * @throws TrialException if it is not such a file, or longer or shorter than it says
   */
  static IdxFile parse(String what, byte[] file) throws TrialException {
    try (DataInputStream in = new DataInputStream(unpacked(file))) {
      int magic = in.readInt();
      int dimensions = magic & 0xff;
      if (magic >>> 8 != UNSIGNED_BYTES || dimensions < 1 || dimensions > MOST_DIMENSIONS) {
        throw new TrialException(
            "%s: expected IDX with unsigned bytes, found magic number %08x".formatted(what, magic));
      }
      int count = dimension(what, in);
      int rowLength = 1;
      for (int i = 1; i < dimensions; i++) {
        rowLength = Math.multiplyExact(rowLength, dimension(what, in));
      }
      int size = Math.multiplyExact(count, rowLength);
      byte[] data = in.readNBytes(size);
      if (data.length < size || in.read() >= 0) {
        throw new TrialException(
            "%s: expected %d bytes after the header, found %s"
                .formatted(what, size, data.length < size ? data.length : "more"));
      }
      return new IdxFile(count, rowLength, data);
    } catch (EOFException e) {
      throw new TrialException(what + ": ends too early");
    } catch (ArithmeticException e) {
      throw new TrialException(what + ": more than " + Integer.MAX_VALUE + " bytes");
    } catch (IOException e) {
      throw new TrialException(what + ": " + e.getMessage());
    }
  }

  private static int dimension(String what, DataInputStream in) throws IOException, TrialException {
    int dimension = in.readInt();
    if (dimension < 1) {
      throw new TrialException(what + ": expected dimensions of at least 1, found " + dimension);
    }
    return dimension;
  }

  private static InputStream unpacked(byte[] file) throws IOException {
    InputStream in = new ByteArrayInputStream(file);
    boolean gzipped =
        file.length > 1 && (file[0] & 0xff) == GZIP_FIRST && (file[1] & 0xff) == GZIP_SECOND;
    return gzipped ? new GZIPInputStream(in, 1 << 16) : in;
  }
}
