package io.espalier.controller.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.controller.logs.Sparing.Turn;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SparingTest {
  private final AtomicLong nanos = new AtomicLong();
  private final Sparing<String> sparing = new Sparing<>(nanos::get);

  @Test
  void onlyTheFirstOfAMinuteAreSaid_andThenHowManyThereWere() {
    long said = 0;
    for (int i = 0; i < 1_000; i++) {
      said += sparing.next("a").isSaid() ? 1 : 0;
    }
    assertThat(said).isEqualTo(Sparing.A_MINUTE);
    assertThat(sparing.next("b")).isEqualTo(new Turn(true, 0));
    nanos.set(61_000_000_000L);
    assertThat(sparing.next("a")).isEqualTo(new Turn(true, 990));
    assertThat(sparing.count("a")).isEqualTo(1_001);
    assertThat(sparing.count("c")).isZero();
  }
}
