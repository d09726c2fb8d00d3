package io.espalier.controller.link;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.espalier.controller.link.Refusals.Kind;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusalsTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(Refusals.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final AtomicLong nanos = new AtomicLong();
  private final Refusals refusals = new Refusals(nanos::get);

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(log);
  }

  @Test
  void everyRefusalIsCounted_butOnlyTheFirstOfAMinuteAreSaid() {
    for (int i = 0; i < 1_000; i++) {
      refusals.refuse(Kind.TELEMETRY, "t", "because");
    }
    assertThat(refusals.count(Kind.TELEMETRY)).isEqualTo(1_000);
    assertThat(refusals.count(Kind.PRESENCE)).isZero();
    assertThat(log.list).hasSize(Refusals.SAID_A_MINUTE);

    nanos.set(61_000_000_000L);
    refusals.refuse(Kind.TELEMETRY, "t", "because");
    assertThat(log.list.get(Refusals.SAID_A_MINUTE).getFormattedMessage())
        .isEqualTo("kind=telemetry refused: 990 more");
    assertThat(log.list).hasSize(Refusals.SAID_A_MINUTE + 2);
  }

  @Test
  void whatIsQuoted_cannotLookLikeALineOfItsOwn() {
    refusals.refuse(Kind.RESULT, "t\nERROR all is lost", "x".repeat(5_000));
    assertThat(log.list.get(0).getFormattedMessage())
        .startsWith("topic=t?ERROR all is lost kind=result refused: xxx")
        .hasSizeLessThan(500);
  }
}
