package io.espalier.controller.load;

import io.espalier.compressor.bench.Figure;
import io.espalier.controller.api.TelemetryCounts;
import io.espalier.controller.process.ControllerProcess;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.protocol.Topics;
import io.espalier.simulator.broker.LocalMosquitto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Gives a controller telemetry at an even rate, kills it in the middle, and counts at the end what
 * is in its store.
 */
public final class TelemetryLoad {
  private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
  private static final int FLOOR_SECONDS = 5;
  private static final long POLL_MILLIS = 100;
  private static final long SAY_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long PATIENCE_SECONDS = 300;
  private static final double MEBI = 1 << 20;
  private static final double NANOS = 1e9;

  /** Of the time to word of a record: longer and a node sends it again. */
  private static final double LONGEST_MILLIS = 30_000;

  private final LoadSpec spec;
  private final List<String> program;
  private final Path directory;
  private final Consumer<String> progress;
  private final AtomicBoolean trouble = new AtomicBoolean();
  private final List<Sender> senders = new ArrayList<>();
  private final List<Figure> figures = new ArrayList<>();
  private long saidAt = System.nanoTime();

  private TelemetryLoad(
      LoadSpec spec, List<String> program, Path directory, Consumer<String> progress) {
    this.spec = spec;
    this.program = program;
    this.directory = directory;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @param program the command that is {@code espalier}, its controller a process of its own
   * @param directory empty; for the store and the logs
   * @param progress gets a line now and then
   * @throws IOException if broker or controller could not be run, or something failed on the way
   */
  public static List<Figure> run(
      LoadSpec spec, List<String> program, Path directory, Consumer<String> progress)
      throws Exception {
    return new TelemetryLoad(spec, program, directory, progress).run();
  }

  private List<Figure> run() throws Exception {
    List<NodeId> nodes = MadeUpNodes.of(spec.nodes());
    try (LocalMosquitto broker =
        LocalMosquitto.forgetful(LocalMosquitto.program(), directory.toAbsolutePath())) {
      progress.accept("floor: a subscriber that only counts, %d s".formatted(FLOOR_SECONDS));
      Floor floor = Floor.measure(broker.address().getPort(), TOPICS, nodes, FLOOR_SECONDS);
      double cpuMicros;
      double outageSeconds;
      double catchUpSeconds;
      try (ControllerProcess first = controller(broker, "first")) {
        double cpuBefore = first.process().cpuSeconds();
        send(broker, nodes);
        waitUntil(nowMade -> nowMade >= total() / 2);
        cpuMicros = (first.process().cpuSeconds() - cpuBefore) * 1e6 / made();
        figures.add(peakRss("controller RSS before the kill", first));
        trouble.set(true);
        first.process().kill();
      }
      long killed = System.nanoTime();
      progress.accept("controller killed after %,d records".formatted(made()));
      try (ControllerProcess second = controller(broker, "second")) {
        long ready = System.nanoTime();
        outageSeconds = (ready - killed) / NANOS;
        progress.accept("controller ready again after %.1f s".formatted(outageSeconds));
        waitUntil(nowMade -> oldest() > ready);
        catchUpSeconds = (System.nanoTime() - killed) / NANOS;
        progress.accept("all from before is stored after %.1f s".formatted(catchUpSeconds));
        trouble.set(false);
        waitUntil(nowMade -> nowMade >= total());
        long end = System.nanoTime();
        waitUntil(nowMade -> isDone());
        double late = (System.nanoTime() - end) / NANOS;
        figures.add(0, rate(floor));
        count(second.counts());
        figures.add(Figure.of("last record to word of it", late, "s"));
        figures.add(Figure.of("controller away", outageSeconds, "s"));
        figures.add(Figure.of("kill to all stored", catchUpSeconds, "s"));
        figures.add(Figure.of("controller CPU", cpuMicros, "µs/record").above(floor.cpuMicros()));
        figures.add(peakRss("controller RSS at the end", second));
        disk();
      }
      times();
      return figures;
    } finally {
      for (Sender sender : senders) {
        sender.close();
      }
    }
  }

  private ControllerProcess controller(LocalMosquitto broker, String which)
      throws IOException, InterruptedException {
    return ControllerProcess.start(
        program,
        broker.address(),
        TOPICS,
        directory.resolve("data"),
        directory.resolve(which + ".log"));
  }

  private void send(LocalMosquitto broker, List<NodeId> nodes) throws IOException {
    for (int n = 0; n < spec.connections(); n++) {
      int from = (int) ((long) nodes.size() * n / spec.connections());
      int to = (int) ((long) nodes.size() * (n + 1) / spec.connections());
      double share = (double) (to - from) / nodes.size();
      senders.add(
          new Sender(
              broker.address().getPort(),
              "load-" + n,
              TOPICS,
              nodes.subList(from, to),
              spec.perSecond() * share,
              spec.seconds(),
              trouble::get));
    }
  }

  private Figure rate(Floor floor) throws IOException {
    return Figure.of("telemetry offered", (double) made() / spec.seconds(), "records/s")
        .above(floor.perSecond())
        .atLeast(spec.perSecond());
  }

  private void count(TelemetryCounts counts) throws IOException {
    long made = made();
    long sent = senders.stream().mapToLong(Sender::sent).sum();
    figures.add(records("records made", made));
    figures.add(records("records stored", counts.recordsStored()));
    figures.add(records("lost", Math.max(0, made - counts.recordsStored())).atMost(0));
    figures.add(records("stored twice", Math.max(0, counts.recordsStored() - made)).atMost(0));
    figures.add(records("given up or refused", counts.dropped() + counts.refused()).atMost(0));
    figures.add(records("sent again", sent - made));
  }

  private static Figure records(String name, long count) {
    return Figure.of(name, (double) count, "records");
  }

  private void times() throws IOException, InterruptedException {
    AckTimes calm = new AckTimes();
    AckTimes troubled = new AckTimes();
    for (Sender sender : senders) {
      sender.close();
      sender.addTimesTo(calm, troubled);
    }
    figures.add(Figure.of("word of a record, p50", calm.quantile(0.5), "ms"));
    figures.add(
        Figure.of("word of a record, p99", calm.quantile(0.99), "ms").atMost(LONGEST_MILLIS));
    figures.add(Figure.of("word of a record around the kill, p99", troubled.quantile(0.99), "ms"));
  }

  private void disk() throws IOException {
    long bytes;
    try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
      bytes = files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
    figures.add(Figure.of("store on disk", bytes / MEBI, "MiB"));
    figures.add(Figure.of("store on disk", (double) bytes / made(), "bytes/record"));
  }

  private static Figure peakRss(String name, ControllerProcess controller) throws IOException {
    return Figure.of(name, controller.process().peakResidentBytes() / MEBI, "MiB");
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds(long made) throws IOException;
  }

  private void waitUntil(Condition condition) throws IOException, InterruptedException {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(spec.seconds() + PATIENCE_SECONDS);
    while (!condition.holds(made())) {
      long now = System.nanoTime();
      if (now > limit) {
        throw new IOException(
            "telemetry: expected word of all records within %d s, waited for those of %.0f s ago"
                .formatted(PATIENCE_SECONDS, (now - oldest()) / NANOS));
      }
      if (now - saidAt >= SAY_NANOS) {
        saidAt = now;
        progress.accept(
            "%,d of %,d records made; the oldest without word is from %.1f s ago"
                .formatted(made(), total(), (now - oldest()) / NANOS));
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private long total() {
    return (long) spec.perSecond() * spec.seconds() - spec.connections();
  }

  private long made() {
    return senders.stream().mapToLong(Sender::made).sum();
  }

  private long oldest() throws IOException {
    long oldest = Long.MAX_VALUE;
    for (Sender sender : senders) {
      oldest = Math.min(oldest, sender.oldest());
    }
    return oldest;
  }

  private boolean isDone() throws IOException {
    for (Sender sender : senders) {
      if (!sender.isDone()) {
        return false;
      }
    }
    return true;
  }
}
