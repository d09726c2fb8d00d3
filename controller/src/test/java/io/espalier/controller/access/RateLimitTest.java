package io.espalier.controller.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final long SECOND = 1_000_000_000L;

  private final RateLimit limit = new RateLimit(2);

  @Test
  void burst_isTwoSecondsWorth_andThenTheRateHolds() {
    for (int i = 0; i < 4; i++) {
      assertThat(limit.take("a", 0)).isZero();
    }
    assertThat(limit.take("a", 0)).isEqualTo(1);
    assertThat(limit.take("a", SECOND / 2)).isZero();
    assertThat(limit.take("a", SECOND / 2)).isEqualTo(1);
    assertThat(limit.take("a", 100 * SECOND)).isZero();
  }

  @Test
  void callers_doNotPayForEachOther() {
    for (int i = 0; i < 5; i++) {
      limit.take("a", 0);
    }
    assertThat(limit.take("b", 0)).isZero();
  }

  @Test
  void slowRate_saysHowLongToWait() {
    RateLimit slow = new RateLimit(0.1);
    assertThat(slow.take("a", 0)).isZero();
    assertThat(slow.take("a", 0)).isEqualTo(10);
    assertThat(slow.take("a", 4 * SECOND)).isEqualTo(6);
  }
}
