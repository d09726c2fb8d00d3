package io.espalier.controller.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.controller.store.Figure;
import io.espalier.controller.store.HistoryStore.Span;
import io.espalier.controller.store.Resolution;
import io.espalier.controller.store.Retention;
import io.espalier.controller.store.Store;
import io.espalier.controller.store.TelemetryStore.Filter;
import io.espalier.controller.store.TelemetryStore.Sample;
import io.espalier.shared.fleet.NodeId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What telemetry comes to over time, held against the records themselves. */
public abstract class HistoryContract {
  private static final Instant BEGIN = Instant.parse("2026-11-24T10:00:00Z");
  private static final Retention KEEP =
      new Retention(Duration.ofDays(7), Duration.ofDays(90), 1_000);
  private static final Metric CPU = Metric.named("cpu_percent");
  private static final int TEN_SECONDS = 10;

  /** The store of the test, as it was left. */
  protected abstract Store open();

  @Test
  void minutesAndHours_areWhatTheirRecordsComeTo_howeverLateTheyCame_andWhereverItStopped() {
    List<Sample> samples = samples("a", 1_000, 7);
    List<Sample> shuffled = new ArrayList<>(samples);
    Collections.shuffle(shuffled, new Random(7));
    for (int part = 0; part < 4; part++) {
      // Each time another process, that gets no further than it gets.
      try (Store store = open()) {
        store.telemetry().save(shuffled.subList(250 * part, 250 * part + 250), List.of());
        assertThat(store.history().rollUp(Metric::values, 100)).isEqualTo(100);
      }
    }
    try (Store store = open()) {
      while (store.history().rollUp(Metric::values, 99) > 0) {
        // There is more.
      }
      assertThat(store.history().rollUp(Metric::values, 99)).isZero();
      assertComesTo(store, Resolution.MINUTES, samples);
      assertComesTo(store, Resolution.HOURS, samples);
    }
  }

  @Test
  void series_areMadeOfWhatIsFineEnough_andReachesBackSoFar() {
    List<Sample> samples = samples("a", 720, 3);
    try (Store store = open()) {
      store.telemetry().save(samples, List.of());
      store.telemetry().save(samples("b", 50, 5), List.of());
      while (store.history().rollUp(Metric::values, 20_000) > 0) {
        // There is more.
      }
      Series series = new Series(store.telemetry(), store.history(), KEEP);
      Instant now = BEGIN.plus(Duration.ofHours(2));
      assertSeries(series, now, 240, Resolution.RAW, Duration.ofSeconds(30), samples);
      assertSeries(series, now, 24, Resolution.MINUTES, Duration.ofMinutes(5), samples);
      assertSeries(series, now, 2, Resolution.HOURS, Duration.ofHours(1), samples);
      Instant weekLater = now.plus(Duration.ofDays(8));
      assertSeries(series, weekLater, 240, Resolution.MINUTES, Duration.ofMinutes(1), samples);
      Instant yearLater = now.plus(Duration.ofDays(365));
      assertSeries(series, yearLater, 240, Resolution.HOURS, Duration.ofHours(1), samples);
    }
  }

  @Test
  void recordsAndMinutes_areRemovedAfterTheirTime_andOnlyOnceTheyAreAddedUp() {
    List<Sample> samples = samples("a", 600, 1);
    try (Store store = open()) {
      store.telemetry().save(samples, List.of());
      store.telemetry().noteArrival(BEGIN);
      assertThat(store.telemetry().removeArrived(BEGIN)).as("not added up yet").isZero();
      runAll(store, BEGIN.plus(Duration.ofDays(6)));
      assertThat(store.telemetry().totals().stored()).isEqualTo(600);
      store.telemetry().save(samples("b", 5, 1), List.of());
      runAll(store, BEGIN.plus(Duration.ofDays(8)));
      assertThat(store.telemetry().read(0, Filter.ALL, 1_000))
          .extracting(kept -> kept.sample().node())
          .hasSize(5)
          .containsOnly("b");
      assertComesTo(store, Resolution.MINUTES, samples);
      runAll(store, BEGIN.plus(Duration.ofDays(91)));
      assertThat(spans(store, Resolution.MINUTES)).isEmpty();
      assertComesTo(store, Resolution.HOURS, samples);
    }
  }

  @Test
  void recordsBeyondTheirNumber_makeRoom_theOldestFirst() {
    try (Store store = open()) {
      store.telemetry().save(samples("a", 1_500, 1), List.of());
      runAll(store, BEGIN);
      assertThat(store.telemetry().read(0, Filter.ALL, 2_000))
          .hasSize(1_000)
          .first()
          .satisfies(kept -> assertThat(kept.sample().seq()).isEqualTo(500));
    }
  }

  private static void runAll(Store store, Instant now) {
    TelemetryUpkeep upkeep =
        new TelemetryUpkeep(
            store.telemetry(), store.history(), KEEP, Clock.fixed(now, ZoneOffset.UTC));
    while (upkeep.step()) {
      // There is more.
    }
  }

  private static List<Span> spans(Store store, Resolution resolution) {
    return store
        .history()
        .spans(resolution, "a", "system", CPU.name(), Instant.EPOCH, BEGIN.plusSeconds(1_000_000));
  }

  private static void assertComesTo(Store store, Resolution resolution, List<Sample> samples) {
    assertSame(spans(store, resolution), expected(samples, resolution.width()));
  }

  private static void assertSeries(
      Series series,
      Instant now,
      int points,
      Resolution resolution,
      Duration width,
      List<Sample> samples) {
    Series.Answer answer =
        series.of(
            new Series.Question(
                new NodeId("a"), CPU, BEGIN, BEGIN.plus(Duration.ofHours(2)), points),
            now);
    assertThat(answer.resolution()).isEqualTo(resolution);
    assertSame(answer.points(), expected(samples, width));
  }

  private static void assertSame(List<Span> found, Map<Instant, DoubleSummaryStatistics> expected) {
    assertThat(found).extracting(Span::at).containsExactlyElementsOf(expected.keySet());
    for (Span span : found) {
      DoubleSummaryStatistics wanted = Objects.requireNonNull(expected.get(span.at()));
      Figure figure = span.figure();
      assertThat(figure.count()).isEqualTo(wanted.getCount());
      assertThat(figure.mean()).isCloseTo(wanted.getAverage(), within(1e-9));
      assertThat(figure.min()).isEqualTo(wanted.getMin());
      assertThat(figure.max()).isEqualTo(wanted.getMax());
    }
  }

  /** By the records alone. */
  private static Map<Instant, DoubleSummaryStatistics> expected(
      List<Sample> samples, Duration width) {
    Map<Instant, DoubleSummaryStatistics> expected = new TreeMap<>();
    for (Sample sample : samples) {
      long begin = sample.at().getEpochSecond() / width.toSeconds() * width.toSeconds();
      expected
          .computeIfAbsent(Instant.ofEpochSecond(begin), first -> new DoubleSummaryStatistics())
          .accept(CPU.in(sample).orElseThrow());
    }
    return expected;
  }

  private static List<Sample> samples(String node, int count, long seed) {
    Random random = new Random(seed);
    List<Sample> samples = new ArrayList<>();
    for (int seq = 0; seq < count; seq++) {
      samples.add(
          new Sample(
              node,
              1,
              seq,
              "system",
              BEGIN.plusSeconds((long) TEN_SECONDS * seq),
              "{\"processCpuPercent\":%s,\"rssBytes\":%d}"
                  .formatted(random.nextDouble() * 100, random.nextInt(1 << 30))));
    }
    return samples;
  }
}
