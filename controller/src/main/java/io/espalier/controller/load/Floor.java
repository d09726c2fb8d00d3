package io.espalier.controller.load;

import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.protocol.Topics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The least that can be done with the same bytes: a subscriber that only counts them, from a sender
 * that only sends them, through the same broker.
 *
 * @param perSecond records that arrived
 * @param cpuMicros time on processors of the subscriber for each, in microseconds
 */
record Floor(double perSecond, double cpuMicros) {
  private static final long MOST_AHEAD = 1_000;
  private static final AckTimes IGNORED = new AckTimes();
  private static final double NANOS = 1e9;
  private static final double MICRO = 1e3;

  /** Counts what comes and nothing else. */
  private record Counter(AtomicLong taken, AtomicLong come) implements MqttWire.Events {
    Counter() {
      this(new AtomicLong(), new AtomicLong());
    }

    @Override
    public void acknowledged() {
      taken.incrementAndGet();
    }

    @Override
    public void arrived(byte[] payload) {
      come.incrementAndGet();
    }
  }

  static Floor measure(int port, Topics topics, List<NodeId> nodes, int seconds)
      throws IOException {
    Counter here = new Counter();
    Counter there = new Counter();
    try (MqttWire counting = new MqttWire(port, "floor-counts");
        MqttWire sending = new MqttWire(port, "floor-sends")) {
      counting.subscribe(List.of(topics.everyTelemetry()));
      Thread counter = reader(counting, there, "floor-counts");
      reader(sending, here, "floor-sends");
      List<KeptRecords> records =
          nodes.stream().map(node -> new KeptRecords(node, topics.systemTelemetry(node))).toList();
      Instant start = Instant.now();
      long startNanos = System.nanoTime();
      long until = startNanos + TimeUnit.SECONDS.toNanos(seconds);
      for (long sent = 0; System.nanoTime() < until; sent++) {
        KeptRecords record = records.get((int) (sent % records.size()));
        record.make(startNanos);
        sending.publish(record.topic(), record.next(start, startNanos));
        record.acknowledged(Long.MAX_VALUE, startNanos, IGNORED);
        while (sent - Math.min(here.taken().get(), there.come().get()) >= MOST_AHEAD) {
          sending.flush();
          Thread.onSpinWait();
        }
      }
      long arrived = there.come().get();
      double took = (System.nanoTime() - startNanos) / NANOS;
      long cpuNanos = ManagementFactory.getThreadMXBean().getThreadCpuTime(counter.getId());
      return new Floor(arrived / took, cpuNanos / MICRO / Math.max(1, arrived));
    }
  }

  private static Thread reader(MqttWire wire, MqttWire.Events events, String name) {
    Thread thread =
        new Thread(
            () -> {
              try {
                wire.read(events);
              } catch (IOException e) {
                // Closed: that is how counting ends.
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
