package io.espalier.node.telemetry;

import io.espalier.node.disk.FlashMeter;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.telemetry.AccuracySample;
import io.espalier.shared.telemetry.DriftSample;
import io.espalier.shared.telemetry.DroppedSamples;
import io.espalier.shared.telemetry.InferenceSample;
import io.espalier.shared.telemetry.SystemSample;
import io.espalier.shared.telemetry.TelemetryAck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * Keeps samples until the controller has stored them, and sends them as often as that takes. A
 * sample gets its number here, whatever number it comes with, so that there are no gaps.
 */
public final class TelemetryOutbox implements TelemetrySink, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(TelemetryOutbox.class.getName());
  private static final int MEMORY_BYTES = 256 << 10;
  private static final int TICK_SECONDS = 5;
  private static final int CLOSE_SECONDS = 3;

  private final TelemetryBuffer buffer;
  private final TelemetrySchedule schedule;
  private final ScheduledThreadPoolExecutor thread;
  private volatile long dropped;

  private TelemetryOutbox(TelemetryBuffer buffer, TelemetryPublisher publisher) {
    this.buffer = buffer;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread outbox = new Thread(task, "telemetry-outbox");
              outbox.setDaemon(true);
              return outbox;
            },
            // What comes after the end is of no use to anybody.
            new ThreadPoolExecutor.DiscardPolicy());
    this.schedule = new TelemetrySchedule(buffer, publisher, thread, System::nanoTime);
  }

  /**
   * An outbox with what earlier starts of the agent left to be sent.
   *
   * @param directory keeps what does not fit into memory, or would be lost with the power
   * @param limit of that directory, in bytes
   * @param publisher sends
   */
  public static TelemetryOutbox open(
      NodeId node,
      Stamps stamps,
      Path directory,
      long limit,
      FlashMeter flash,
      TelemetryPublisher publisher) {
    TelemetryBuffer.Notice notice =
        (seq, epoch, first, last) ->
            MessageCodec.encode(
                new DroppedSamples(numbered(stamps.next(), seq), node, epoch, first, last));
    Backlog backlog = backlog(directory, stamps.epoch(), limit, flash);
    return new TelemetryOutbox(
        new TelemetryBuffer(stamps.epoch(), MEMORY_BYTES, notice, backlog), publisher);
  }

  /** Starts to look after what is not acknowledged. */
  public void start() {
    thread.scheduleWithFixedDelay(
        safely(schedule::tick), TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
  }

  /** Says that there is a new connection. */
  public void connected() {
    run(schedule::connected);
  }

  /** Takes what the controller has stored. */
  public void acknowledged(TelemetryAck ack) {
    run(() -> schedule.acknowledged(ack));
  }

  /** Samples that were dropped since the agent started. */
  public long dropped() {
    return dropped;
  }

  @Override
  public void offer(SystemSample sample) {
    add(TelemetryKind.SYSTEM, seq -> sample.stamped(numbered(sample.stamp(), seq)));
  }

  @Override
  public void offer(InferenceSample sample) {
    add(
        TelemetryKind.INFERENCE,
        seq ->
            new InferenceSample(
                numbered(sample.stamp(), seq), sample.node(), sample.model(), sample.latency()));
  }

  @Override
  public void offer(AccuracySample sample) {
    add(
        TelemetryKind.ACCURACY,
        seq ->
            new AccuracySample(
                numbered(sample.stamp(), seq),
                sample.node(),
                sample.model(),
                sample.correct(),
                sample.total(),
                sample.accuracy()));
  }

  @Override
  public void offer(DriftSample sample) {
    add(
        TelemetryKind.DRIFT,
        seq ->
            new DriftSample(
                numbered(sample.stamp(), seq),
                sample.node(),
                sample.model(),
                sample.statistic(),
                sample.count(),
                sample.mean(),
                sample.score()));
  }

  /** Brings what is not acknowledged to safety, and stops. */
  @Override
  public void close() {
    run(buffer::spill);
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void add(TelemetryKind kind, LongFunction<Object> sample) {
    run(
        () -> {
          buffer.add(kind, seq -> MessageCodec.encode(sample.apply(seq)));
          schedule.added();
        });
  }

  private void run(Runnable task) {
    thread.execute(safely(task));
  }

  /** A scheduled task that throws is never run again, and one that is run says nothing of it. */
  private Runnable safely(Runnable task) {
    return () -> {
      try {
        task.run();
        dropped = buffer.dropped();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "telemetry failed", e);
      }
    };
  }

  /** A node out of reach must start whatever became of its files. */
  private static Backlog backlog(Path directory, long epoch, long limit, FlashMeter flash) {
    try {
      return SegmentBacklog.open(directory, epoch, limit, flash);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, directory + ": telemetry is kept in memory only: " + e);
      return Backlog.NONE;
    }
  }

  private static Stamp numbered(Stamp stamp, long seq) {
    return new Stamp(stamp.schema(), stamp.epoch(), seq, stamp.at(), stamp.clockSynchronised());
  }
}
