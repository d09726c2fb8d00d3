package io.espalier.node.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  @Test
  void watch_barksWhileATaskHangs() {
    CountDownLatch barked = new CountDownLatch(1);
    Watchdog watchdog = new Watchdog(Duration.ofMillis(50), barked::countDown);
    watchdog.watch(
        () -> {
          try {
            barked.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    assertThat(barked.getCount()).isZero();
  }

  @Test
  void watch_isSilentAboutATaskThatEnds() {
    AtomicBoolean barked = new AtomicBoolean();
    Watchdog watchdog = new Watchdog(Duration.ofMinutes(1), () -> barked.set(true));
    AtomicBoolean ran = new AtomicBoolean();
    watchdog.watch(() -> ran.set(true));
    assertThat(ran).isTrue();
    assertThat(barked).isFalse();
  }
}
