package io.espalier.controller.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  private final Pace<String> pace = new Pace<>(1_000);

  @Test
  void firstChange_isSaidAtOnce_theNextWhenAWhileHasPassed() {
    assertThat(pace.changed("a", 0)).isTrue();
    assertThat(pace.changed("a", 10)).isFalse();
    assertThat(pace.changed("a", 20)).isFalse();
    assertThat(pace.due(999)).isEmpty();
    assertThat(pace.due(1_000)).containsExactly("a");
    assertThat(pace.changed("a", 1_500)).isFalse();
    assertThat(pace.due(1_999)).isEmpty();
    assertThat(pace.due(2_000)).containsExactly("a");
  }

  @Test
  void whatDoesNotChangeAgain_isNotSaidAgain() {
    assertThat(pace.changed("a", 0)).isTrue();
    assertThat(pace.due(5_000)).isEmpty();
    assertThat(pace.changed("a", 5_001)).isTrue();
  }

  @Test
  void things_doNotWaitForEachOther() {
    assertThat(pace.changed("a", 0)).isTrue();
    assertThat(pace.changed("b", 500)).isTrue();
    assertThat(pace.changed("a", 600)).isFalse();
    assertThat(pace.changed("b", 700)).isFalse();
    assertThat(pace.due(1_100)).containsExactly("a");
    assertThat(pace.due(1_600)).containsExactly("b");
  }
}
