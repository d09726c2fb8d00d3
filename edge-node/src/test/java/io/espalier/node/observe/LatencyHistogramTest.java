package io.espalier.node.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import io.espalier.shared.telemetry.LatencySummary;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
  @Test
  void summary_isWithinASixtyFourthOfTheExactOne_seed1To200() {
    for (int seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      long[] nanos =
          IntStream.range(0, 1 + random.nextInt(3_000))
              .mapToLong(i -> (long) Math.exp(3 + 20 * random.nextDouble()))
              .toArray();
      LatencyHistogram histogram = new LatencyHistogram();
      for (long duration : nanos) {
        histogram.add(duration);
      }
      LatencySummary exact = LatencySummary.ofNanos(nanos);
      LatencySummary seen = histogram.summary();
      assertThat(seen.count()).isEqualTo(exact.count());
      assertThat(seen.p50Us()).isCloseTo(exact.p50Us(), withPercentage(100 / 64.0));
      assertThat(seen.p90Us()).isCloseTo(exact.p90Us(), withPercentage(100 / 64.0));
      assertThat(seen.p99Us()).isCloseTo(exact.p99Us(), withPercentage(100 / 64.0));
    }
  }

  @Test
  void summary_isExactForWhatIsShort() {
    LatencyHistogram histogram = new LatencyHistogram();
    IntStream.range(0, 64).forEach(histogram::add);
    assertThat(histogram.summary()).isEqualTo(new LatencySummary(0.031, 0.057, 0.063, 64));
  }

  @Test
  void add_takesAnyDuration() {
    LatencyHistogram histogram = new LatencyHistogram();
    histogram.add(-1);
    histogram.add(Long.MAX_VALUE);
    assertThat(histogram.summary().p50Us()).isZero();
    assertThat(histogram.summary().p99Us()).isGreaterThan(1e9);
  }

  @Test
  void summary_ofNothing_isRefused() {
    assertThatThrownBy(() -> new LatencyHistogram().summary())
        .isInstanceOf(IllegalStateException.class);
  }
}
