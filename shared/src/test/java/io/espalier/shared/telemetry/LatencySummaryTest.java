package io.espalier.shared.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatencySummaryTest {
  @Test
  void ofNanos_agreesWithTheDefinition() {
    Random random = new Random(3);
    for (int n = 1; n <= 400; n++) {
      long[] nanos = random.longs(n, 1, 1_000_000).toArray();

      LatencySummary summary = LatencySummary.ofNanos(nanos);

      assertThat(summary.p50Us()).as("p50 of %d", n).isEqualTo(byDefinition(nanos, 50));
      assertThat(summary.p90Us()).as("p90 of %d", n).isEqualTo(byDefinition(nanos, 90));
      assertThat(summary.p99Us()).as("p99 of %d", n).isEqualTo(byDefinition(nanos, 99));
      assertThat(summary.count()).isEqualTo(n);
    }
  }

  @Test
  void ofNanos_isInMicroseconds() {
    assertThat(LatencySummary.ofNanos(new long[] {1_500}))
        .isEqualTo(new LatencySummary(1.5, 1.5, 1.5, 1));
  }

  @Test
  void ofNanos_leavesItsArgumentAsItWas() {
    long[] nanos = {3, 1, 2};

    LatencySummary.ofNanos(nanos);

    assertThat(nanos).containsExactly(3, 1, 2);
  }

  @Test
  void ofNanos_refusesNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LatencySummary.ofNanos(new long[0]))
        .withMessage("latency: expected at least one duration, found none");
  }

  /** The smallest value that at least {@code percent} of all values do not exceed. */
  private static double byDefinition(long[] nanos, int percent) {
    return Arrays.stream(nanos)
            .filter(
                v ->
                    100L * Arrays.stream(nanos).filter(w -> w <= v).count()
                        >= (long) percent * nanos.length)
            .min()
            .orElseThrow()
        / 1000.0;
  }
}
