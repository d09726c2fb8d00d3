package io.espalier.controller.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.controller.LogCapture;
import io.espalier.controller.link.Refusals.Kind;
import io.espalier.controller.logs.Sparing;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private final LogCapture log = new LogCapture(Refusals.class.getName());
  private final AtomicLong nanos = new AtomicLong();
  private final Refusals refusals = new Refusals(nanos::get);

  @AfterEach
  void leave() {
    log.close();
  }

  @Test
  void everyRefusalIsCounted_butOnlyTheFirstOfAMinuteAreSaid() {
    for (int i = 0; i < 1_000; i++) {
      refusals.refuse(Kind.TELEMETRY, "t", "because");
    }
    assertThat(refusals.count(Kind.TELEMETRY)).isEqualTo(1_000);
    assertThat(refusals.count(Kind.PRESENCE)).isZero();
    assertThat(log.messages()).hasSize(Sparing.A_MINUTE);

    nanos.set(61_000_000_000L);
    refusals.refuse(Kind.TELEMETRY, "t", "because");
    assertThat(log.messages().get(Sparing.A_MINUTE)).isEqualTo("kind=telemetry refused: 990 more");
    assertThat(log.messages()).hasSize(Sparing.A_MINUTE + 2);
  }

  @Test
  void whatIsQuoted_cannotLookLikeALineOfItsOwn() {
    refusals.refuse(Kind.RESULT, "t\nERROR all is lost", "x".repeat(5_000));
    assertThat(log.messages().get(0))
        .startsWith("topic=t?ERROR all is lost kind=result refused: xxx")
        .hasSizeLessThan(500);
  }
}
