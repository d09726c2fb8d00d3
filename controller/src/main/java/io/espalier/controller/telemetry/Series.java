package io.espalier.controller.telemetry;

import io.espalier.controller.store.Figure;
import io.espalier.controller.store.HistoryStore;
import io.espalier.controller.store.HistoryStore.Span;
import io.espalier.controller.store.Resolution;
import io.espalier.controller.store.Retention;
import io.espalier.controller.store.TelemetryStore;
import io.espalier.controller.store.TelemetryStore.Filter;
import io.espalier.shared.fleet.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a node measured over time, in as much detail as there is and as was asked for. Blocks. */
public final class Series {
  private final TelemetryStore records;
  private final HistoryStore history;
  private final Retention keep;

  /**
   * Which values.
   *
   * @param node whose
   * @param metric of what
   * @param from the first moment, by the node's clock
   * @param to the moment after the last, later than {@code from}
   * @param points how many to tell apart at most, at least 1
   */
  public record Question(NodeId node, Metric metric, Instant from, Instant to, int points) {
    /**
     * @throws IllegalArgumentException if there is no time between them
     */
    public Question {
      if (!from.isBefore(to)) {
        throw new IllegalArgumentException(
            "from: expected a time before %s, found %s".formatted(to, from));
      }
    }
  }

  /**
   * An answer.
   *
   * @param resolution what it was made of
   * @param points in order; where nothing was measured there is none
   */
  public record Answer(Resolution resolution, List<Span> points) {}

  /** What is in that store. */
  public Series(TelemetryStore records, HistoryStore history, Retention keep) {
    this.records = records;
    this.history = history;
    this.keep = keep;
  }

  /**
   * Answers a question.
   *
   * @param now records that came long before it are not kept
   */
  public Answer of(Question asked, Instant now) {
    Resolution resolution = resolution(asked, now);
    Duration width = width(asked, resolution);
    Map<Instant, Figure> points = new TreeMap<>();
    for (Span span : spans(asked, resolution)) {
      points.merge(floor(span.at(), width), span.figure(), Figure::plus);
    }
    return new Answer(
        resolution,
        points.entrySet().stream()
            .map(point -> new Span(point.getKey(), point.getValue()))
            .toList());
  }

  /** The coarsest that shows as many points, of those that reach back so far. */
  private Resolution resolution(Question asked, Instant now) {
    Duration wanted = Duration.between(asked.from(), asked.to()).dividedBy(asked.points());
    if (wanted.compareTo(Resolution.HOURS.width()) >= 0
        || asked.from().isBefore(now.minus(keep.minutes()))) {
      return Resolution.HOURS;
    }
    return wanted.compareTo(Resolution.MINUTES.width()) >= 0
            || asked.from().isBefore(now.minus(keep.raw()))
        ? Resolution.MINUTES
        : Resolution.RAW;
  }

  /** A multiple of what can be told apart. */
  private static Duration width(Question asked, Resolution resolution) {
    long least = resolution.width().toMillis();
    long wanted = Duration.between(asked.from(), asked.to()).toMillis() / asked.points();
    return Duration.ofMillis(Math.max(1, (wanted + least - 1) / least) * least);
  }

  private List<Span> spans(Question asked, Resolution resolution) {
    String node = asked.node().value();
    Metric metric = asked.metric();
    if (resolution != Resolution.RAW) {
      return history.spans(
          resolution, node, metric.kind(), metric.name(), asked.from(), asked.to());
    }
    return records
        .read(0, new Filter(node, metric.kind(), asked.from(), asked.to()), Integer.MAX_VALUE)
        .stream()
        .map(TelemetryStore.Numbered::sample)
        .flatMap(
            sample ->
                metric.in(sample).stream()
                    .mapToObj(value -> new Span(sample.at(), Figure.of(value))))
        .toList();
  }

  private static Instant floor(Instant at, Duration width) {
    long millis = width.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(at.toEpochMilli(), millis) * millis);
  }
}
