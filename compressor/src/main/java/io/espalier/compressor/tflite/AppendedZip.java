package io.espalier.compressor.tflite;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The ZIP archive that tools append to a file, for instance with the labels of its classes. Its
 * offsets count from the beginning of the file, so they change when it moves.
 *
 * @param bytes the archive alone
 * @param start where it began
 * @param directory where its central directory begins, within the archive
 */
@SuppressWarnings("ArrayRecordComponent")
record AppendedZip(byte[] bytes, int start, int directory) {
  private static final AppendedZip NONE = new AppendedZip(new byte[0], 0, 0);

  private static final int END_SIGNATURE = 0x06054b50;
  private static final int ENTRY_SIGNATURE = 0x02014b50;
  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int END_BYTES = 22;
  private static final int ENTRY_BYTES = 46;
  private static final int MAX_COMMENT = 0xffff;

  /** The archive at the end of a file; empty if there is none. */
  static AppendedZip of(ByteBuffer file) {
    ByteBuffer data = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int least = Math.max(0, data.limit() - END_BYTES - MAX_COMMENT);
    for (int at = data.limit() - END_BYTES; at >= least; at--) {
      if (data.getInt(at) == END_SIGNATURE) {
        return archive(data, at);
      }
    }
    return NONE;
  }

  private static AppendedZip archive(ByteBuffer data, int end) {
    int comment = data.getShort(end + 20) & 0xffff;
    long directory = data.getInt(end + 16) & 0xffffffffL;
    long directoryBytes = data.getInt(end + 12) & 0xffffffffL;
    if (end + END_BYTES + comment != data.limit() || directory + directoryBytes != end) {
      return NONE;
    }
    long start = directory;
    long at = directory;
    while (at + ENTRY_BYTES <= end && data.getInt((int) at) == ENTRY_SIGNATURE) {
      start = Math.min(start, data.getInt((int) at + 42) & 0xffffffffL);
      at += entryBytes(data, (int) at);
    }
    if (at != end || (start < directory && data.getInt((int) start) != LOCAL_SIGNATURE)) {
      return NONE;
    }
    byte[] bytes = new byte[data.limit() - (int) start];
    data.get((int) start, bytes);
    return new AppendedZip(bytes, (int) start, (int) (directory - start));
  }

  int size() {
    return bytes.length;
  }

  /** Writes it where it begins now. */
  void write(byte[] file, int to) {
    if (bytes.length == 0) {
      return;
    }
    System.arraycopy(bytes, 0, file, to, bytes.length);
    ByteBuffer data = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int moved = to - start;
    int at = to + directory;
    while (data.getInt(at) == ENTRY_SIGNATURE) {
      data.putInt(at + 42, data.getInt(at + 42) + moved);
      at += entryBytes(data, at);
    }
    data.putInt(at + 16, data.getInt(at + 16) + moved);
  }

  private static int entryBytes(ByteBuffer data, int at) {
    return ENTRY_BYTES
        + (data.getShort(at + 28) & 0xffff)
        + (data.getShort(at + 30) & 0xffff)
        + (data.getShort(at + 32) & 0xffff);
  }
}
