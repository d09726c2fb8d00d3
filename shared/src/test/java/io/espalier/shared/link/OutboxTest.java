package io.espalier.shared.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.shared.link.Outbox.Pending;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private final Outbox outbox = new Outbox();

  @Test
  void next_keepsTheOrderAndTheWindow() {
    add(3);

    assertThat(topic(outbox.next("first", 2))).isEqualTo("0");
    assertThat(topic(outbox.next("first", 2))).isEqualTo("1");
    assertThat(outbox.next("first", 2)).isNull();
    assertThat(outbox.size()).isEqualTo(3);
  }

  @Test
  void recalledMessages_goFirstAndTheirOldAttemptsSayNothing() {
    add(3);
    Pending zero = take("first");
    Pending one = take("first");

    outbox.recall();
    assertThat(outbox.ended(one, "first")).isFalse();
    assertThat(take("second")).isSameAs(zero);
    assertThat(take("second")).isSameAs(one);

    assertThat(outbox.ended(zero, "first")).as("the late failure of the first attempt").isFalse();
    assertThat(outbox.ended(zero, "second")).isTrue();
    assertThat(outbox.size()).isEqualTo(2);
  }

  @Test
  void order_survivesRetriesInAnyOrder() {
    int many = 500;
    add(many);
    Random random = new Random(9);
    List<String> acknowledged = new ArrayList<>();
    for (int round = 0; outbox.size() > 0; round++) {
      List<Pending> sent = new ArrayList<>();
      for (Pending next = outbox.next(round, 20); next != null; next = outbox.next(round, 20)) {
        sent.add(next);
      }
      int good = random.nextInt(sent.size() + 1);
      for (Pending pending : sent.subList(0, good)) {
        assertThat(outbox.ended(pending, round)).isTrue();
        acknowledged.add(topic(pending));
      }
      for (Pending pending : sent.subList(good, sent.size())) {
        if (random.nextBoolean()) {
          outbox.ended(pending, round);
          outbox.retry(pending);
        }
      }
      outbox.recall();
    }

    assertThat(acknowledged)
        .containsExactlyElementsOf(IntStream.range(0, many).mapToObj(Integer::toString).toList());
  }

  @Test
  void fail_givesUpWhatWaitsAndWhatIsInFlight() {
    List<CompletableFuture<Void>> futures = add(3);
    take("first");

    outbox.fail(new IllegalStateException("closed"));

    assertThat(futures).allMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(outbox.size()).isZero();
  }

  private List<CompletableFuture<Void>> add(int count) {
    List<CompletableFuture<Void>> futures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      CompletableFuture<Void> future = new CompletableFuture<>();
      futures.add(future);
      outbox.add(OutboundMessage.event(Integer.toString(i), new byte[0]), future);
    }
    return futures;
  }

  private Pending take(Object over) {
    Pending next = outbox.next(over, Integer.MAX_VALUE);
    assertThat(next).isNotNull();
    return Objects.requireNonNull(next);
  }

  private static String topic(@Nullable Pending pending) {
    return pending == null ? "none" : pending.message().topic();
  }
}
