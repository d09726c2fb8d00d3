package io.espalier.shared.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BrokerLinkTest {
  private static final LinkConfig NOWHERE =
      new LinkConfig(URI.create("mqtt://127.0.0.1:1"), "link", null, 0);

  @Test
  void close_doesNotWaitForTheNextAttemptToConnect() throws InterruptedException {
    FarAway next = new FarAway(new CountDownLatch(1));
    BrokerLink link = new BrokerLink(NOWHERE, next);
    link.start();
    assertThat(next.asked().await(20, TimeUnit.SECONDS)).isTrue();

    long start = System.nanoTime();
    link.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
  }

  /** Puts every attempt off for an hour, and lets it be known that one failed. */
  private record FarAway(CountDownLatch asked) implements RandomGenerator {
    @Override
    public long nextLong(long bound) {
      asked.countDown();
      return TimeUnit.HOURS.toMillis(1);
    }

    @Override
    public long nextLong() {
      throw new UnsupportedOperationException();
    }
  }
}
