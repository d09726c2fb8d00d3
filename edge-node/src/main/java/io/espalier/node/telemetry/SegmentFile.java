package io.espalier.node.telemetry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * How runs of records lie in a file, one frame each: length and CRC-32 of the body, then the body:
 * epoch, first number, count, and size of the records, which follow deflated, each a kind, a length
 * and a payload. Big-endian. A frame that was not written to its end is recognised by either.
 */
final class SegmentFile {
  /** Length and checksum. */
  static final int PREFIX = 2 * Integer.BYTES;

  private static final int HEADER = 2 * Long.BYTES + 2 * Integer.BYTES;
  private static final int MOST_RAW = 1 << 20;

  /** A frame's place in a file, and what it holds. */
  record Frame(int offset, int length, SeqRange range) {}

  private SegmentFile() {}

  /** The frame of a run. */
  static byte[] encode(List<TelemetryRecord> run) {
    byte[] raw = raw(run);
    byte[] packed = deflate(raw);
    ByteBuffer frame = ByteBuffer.allocate(PREFIX + HEADER + packed.length);
    frame.position(PREFIX);
    frame.putLong(run.get(0).epoch()).putLong(run.get(0).seq());
    frame.putInt(run.size()).putInt(raw.length).put(packed);
    frame.putInt(0, frame.capacity() - PREFIX);
    frame.putInt(Integer.BYTES, checksum(frame.array(), PREFIX, frame.capacity() - PREFIX));
    return frame.array();
  }

  /** All frames up to the first that is not whole. */
  static List<Frame> frames(byte[] file) {
    List<Frame> frames = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(file);
    int offset = 0;
    while (isWhole(file, offset)) {
      long epoch = in.getLong(offset + PREFIX);
      long first = in.getLong(offset + PREFIX + Long.BYTES);
      int count = in.getInt(offset + PREFIX + 2 * Long.BYTES);
      int length = PREFIX + in.getInt(offset);
      frames.add(new Frame(offset, length, new SeqRange(epoch, first, first + count - 1)));
      offset += length;
    }
    return frames;
  }

  /**
   * The records of a frame.
   *
   * @throws IOException if it is not what was written
   */
  static List<TelemetryRecord> decode(byte[] frame) throws IOException {
    if (!isWhole(frame, 0)) {
      throw new IOException("telemetry segment: expected a whole frame");
    }
    ByteBuffer in = ByteBuffer.wrap(frame);
    in.position(PREFIX);
    long epoch = in.getLong();
    long first = in.getLong();
    int count = in.getInt();
    ByteBuffer raw =
        inflate(in.slice(in.position() + Integer.BYTES, in.remaining() - 4), in.getInt());
    List<TelemetryRecord> records = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      TelemetryKind kind = TelemetryKind.of(raw.get());
      byte[] payload = new byte[raw.getInt()];
      raw.get(payload);
      records.add(new TelemetryRecord(epoch, first + i, kind, payload));
    }
    return records;
  }

  private static boolean isWhole(byte[] file, int offset) {
    int room = file.length - offset - PREFIX;
    if (room < HEADER) {
      return false;
    }
    ByteBuffer in = ByteBuffer.wrap(file, offset, PREFIX);
    int length = in.getInt();
    int checksum = in.getInt();
    return length >= HEADER
        && length <= room
        && checksum == checksum(file, offset + PREFIX, length);
  }

  private static byte[] raw(List<TelemetryRecord> run) {
    int size = run.stream().mapToInt(record -> 1 + Integer.BYTES + record.payload().length).sum();
    ByteBuffer raw = ByteBuffer.allocate(size);
    for (TelemetryRecord record : run) {
      raw.put(record.kind().code()).putInt(record.payload().length);
      raw.put(record.payload());
    }
    return raw.array();
  }

  private static byte[] deflate(byte[] raw) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      deflater.setInput(raw);
      deflater.finish();
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      byte[] some = new byte[4_096];
      while (!deflater.finished()) {
        packed.write(some, 0, deflater.deflate(some));
      }
      return packed.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static ByteBuffer inflate(ByteBuffer packed, int size) throws IOException {
    if (size < 0 || size > MOST_RAW) {
      throw new IOException("telemetry segment: expected at most " + MOST_RAW + ", found " + size);
    }
    Inflater inflater = new Inflater(true);
    try {
      byte[] raw = new byte[size];
      inflater.setInput(packed);
      int length = 0;
      int more = 1;
      while (length < size && more > 0) {
        more = inflater.inflate(raw, length, size - length);
        length += more;
      }
      if (length < size) {
        throw new IOException(
            "telemetry segment: expected %d bytes, found %d".formatted(size, length));
      }
      return ByteBuffer.wrap(raw);
    } catch (DataFormatException e) {
      throw new IOException("telemetry segment: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }

  private static int checksum(byte[] bytes, int from, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
