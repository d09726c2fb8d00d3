package io.espalier.shared.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {
  private static final Backoff BACKOFF = Backoff.PROMPT;

  @Test
  void delay_staysBelowTheDoublingBoundAndTheCap() {
    Random random = new Random(4);
    for (int attempt = 0; attempt < 100; attempt++) {
      double bound = Math.min(10_000, 250 * Math.pow(2, attempt));
      for (int i = 0; i < 200; i++) {
        assertThat((double) BACKOFF.delayMillis(attempt, random)).isBetween(0.0, bound - 1);
      }
    }
  }

  @Test
  void delay_usesTheWholeRange() {
    Random random = new Random(5);

    var delays =
        LongStream.range(0, 10_000).map(i -> BACKOFF.delayMillis(20, random)).summaryStatistics();

    assertThat(delays.getMin()).isLessThan(100);
    assertThat(delays.getMax()).isGreaterThan(9_900);
    assertThat(delays.getAverage()).isBetween(4_800.0, 5_200.0);
  }

  @Test
  void delay_survivesAYearOfFailures() {
    assertThat(BACKOFF.delayMillis(Integer.MAX_VALUE, new Random(6))).isBetween(0L, 9_999L);
  }

  @ParameterizedTest(name = "after an outage of {0} s")
  @ValueSource(ints = {0, 1, 5, 10, 20, 25, 30, 40, 50, 60, 90, 300, 3_600})
  void within_bringsTenThousandBackInAMinute_atFewerThan500aSecond(int outageSeconds) {
    Backoff backoff = Backoff.within(Duration.ofSeconds(30));
    Random random = new Random(7);
    int[] arrivals = new int[61_000];
    for (int node = 0; node < 10_000; node++) {
      long at = 0;
      for (int attempt = 0; attempt == 0 || at < outageSeconds * 1_000L; attempt++) {
        at += backoff.delayMillis(attempt, random);
      }
      long since = at - outageSeconds * 1_000L;
      assertThat(since).isBetween(0L, 60_000L);
      arrivals[(int) since]++;
    }
    assertThat(mostInASecond(arrivals)).isLessThanOrEqualTo(500);
  }

  @Test
  void backoff_refusesBoundsThatAreNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(0, 0, 10));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(10, 0, 9))
        .withMessage(
            "backoff: expected 1 <= base <= cap and 0 <= least < cap, found 10, 0 and 9 ms");
  }

  private static int mostInASecond(int[] byMilli) {
    int now = 0;
    int most = 0;
    for (int milli = 0; milli < byMilli.length; milli++) {
      now += byMilli[milli] - (milli >= 1_000 ? byMilli[milli - 1_000] : 0);
      most = Math.max(most, now);
    }
    return most;
  }
}
