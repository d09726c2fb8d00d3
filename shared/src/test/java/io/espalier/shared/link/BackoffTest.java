package io.espalier.shared.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Backoff BACKOFF = new Backoff(250, 10_000);

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
}
