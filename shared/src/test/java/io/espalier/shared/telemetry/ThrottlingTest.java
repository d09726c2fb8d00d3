package io.espalier.shared.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThrottlingTest {
  @Test
  void now_isNotWhatWasSinceBoot() {
    Throttling throttling = new Throttling(0x50004);
    assertThat(throttling.holds()).isTrue();
    assertThat(throttling.now()).containsExactly("throttled");
    assertThat(throttling.sinceBoot()).containsExactly("under-voltage", "throttled");
  }

  @Test
  void holds_isFalseOfABoardThatWasSlowOnce() {
    assertThat(new Throttling(0xF0000).holds()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0,       0,       ''",
    "0x50000, 0x50000, ''",
    "0x50001, 0x50000, under-voltage",
    "0x50000, 0x50008, temperature-limit",
    "0,       0x20000, frequency-capped",
    "0x20000, 0x60002, 'frequency-capped, throttled'"
  })
  void since_isWhatHeldAtEitherEndOrWasFirstNotedBetween(
      String before, String after, String reasons) {
    Throttling since = throttling(after).since(throttling(before));
    assertThat(String.join(", ", since.now())).isEqualTo(reasons);
    assertThat(since.sinceBoot()).isEmpty();
  }

  @Test
  void negativeFlags_areRefused() {
    assertThatThrownBy(() -> new Throttling(-1)).hasMessageContaining("found -1");
  }

  private static Throttling throttling(String flags) {
    return new Throttling(Integer.decode(flags));
  }
}
