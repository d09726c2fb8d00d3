package io.espalier.systemtests.fleet;

import io.espalier.systemtests.fixture.MqttPackets;
import io.espalier.systemtests.fixture.PacketFault;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Of every four chunks on their way to a node one comes twice, one after whatever follows it, and
 * one with another last byte. Counts all of them. For one node at a time.
 */
final class ChunkFaults implements PacketFault {
  private final boolean active;
  private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
  private final AtomicInteger duplicated = new AtomicInteger();
  private final AtomicInteger reordered = new AtomicInteger();
  private final AtomicInteger corrupted = new AtomicInteger();
  private int beforeLoss = Integer.MAX_VALUE;
  private byte @Nullable [] late;

  private ChunkFaults(boolean active) {
    this.active = active;
  }

  /** Faults of all kinds. */
  static ChunkFaults all() {
    return new ChunkFaults(true);
  }

  /** None; only counts. */
  static ChunkFaults none() {
    return new ChunkFaults(false);
  }

  /** From now on so many chunks come, and no more until {@link #loseNone}. */
  synchronized void loseAfter(int chunks) {
    beforeLoss = chunks;
  }

  /** Whatever comes from now on comes. */
  synchronized void loseNone() {
    beforeLoss = Integer.MAX_VALUE;
  }

  /** Whether all that was to come before a loss has. */
  synchronized boolean isLosing() {
    return beforeLoss == 0;
  }

  /** The topics of the chunks that came, in order. */
  List<String> seen() {
    return List.copyOf(seen);
  }

  int duplicated() {
    return duplicated.get();
  }

  int reordered() {
    return reordered.get();
  }

  int corrupted() {
    return corrupted.get();
  }

  @Override
  public synchronized List<byte[]> apply(byte[] packet) {
    List<byte[]> out = new ArrayList<>();
    String topic = MqttPackets.topic(packet).orElse("");
    if (topic.contains("/chunks/")) {
      if (beforeLoss == 0) {
        return List.of();
      }
      beforeLoss -= beforeLoss == Integer.MAX_VALUE ? 0 : 1;
      seen.add(topic);
      if (active) {
        meddle(packet, out);
        return out;
      }
    }
    out.add(packet);
    release(out);
    return out;
  }

  private void meddle(byte[] packet, List<byte[]> out) {
    int turn = seen.size() % 4;
    if (turn == 1) {
      out.add(packet);
      out.add(packet);
      duplicated.incrementAndGet();
    } else if (turn == 2 && late == null) {
      late = packet;
      reordered.incrementAndGet();
      return;
    } else if (turn == 3) {
      byte[] bad = packet.clone();
      bad[bad.length - 1] ^= 0x55;
      out.add(bad);
      corrupted.incrementAndGet();
    } else {
      out.add(packet);
    }
    release(out);
  }

  private void release(List<byte[]> out) {
    if (late != null) {
      out.add(late);
      late = null;
    }
  }
}
