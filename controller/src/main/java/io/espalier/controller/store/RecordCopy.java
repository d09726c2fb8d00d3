package io.espalier.controller.store;

import io.espalier.controller.store.TelemetryStore.Sample;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Records as PostgreSQL takes them fastest: {@code COPY} in its binary format, whose layout is on
 * the page of that command in PostgreSQL's manual.
 */
final class RecordCopy {
  private static final String COPY =
      "COPY telemetry (node, epoch, seq, kind, at, payload) FROM STDIN (FORMAT binary)";

  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
  };

  private static final short COLUMNS = 6;
  private static final short END = -1;
  private static final int PART_BYTES = 64 << 10;

  /** Where PostgreSQL's time begins. */
  private static final long EPOCH_SECONDS = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();

  private static final long MICROS = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private ByteBuffer part = ByteBuffer.allocate(PART_BYTES);
  private final CopyIn copy;

  private RecordCopy(CopyIn copy) {
    this.copy = copy;
  }

  /** Puts records there, in that order, as a part of the connection's transaction. */
  static void write(Connection connection, Collection<Sample> samples) throws SQLException {
    if (samples.isEmpty()) {
      return;
    }
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
    try {
      new RecordCopy(copy).all(samples);
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private void all(Collection<Sample> samples) throws SQLException {
    part.put(SIGNATURE).putInt(0).putInt(0);
    for (Sample sample : samples) {
      room(Short.BYTES).putShort(COLUMNS);
      text(sample.node());
      number(sample.epoch());
      number(sample.seq());
      text(sample.kind());
      number(micros(sample.at()));
      text(sample.payload());
    }
    room(Short.BYTES).putShort(END);
    send();
  }

  private void text(String text) throws SQLException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    room(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes);
  }

  private void number(long number) throws SQLException {
    room(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(number);
  }

  private static long micros(Instant at) {
    return Math.addExact(
        Math.multiplyExact(at.getEpochSecond() - EPOCH_SECONDS, MICROS),
        at.getNano() / NANOS_PER_MICRO);
  }

  private ByteBuffer room(int bytes) throws SQLException {
    if (part.remaining() < bytes) {
      send();
    }
    if (part.capacity() < bytes) {
      part = ByteBuffer.allocate(bytes);
    }
    return part;
  }

  private void send() throws SQLException {
    copy.writeToCopy(part.array(), 0, part.position());
    part.clear();
  }
}
