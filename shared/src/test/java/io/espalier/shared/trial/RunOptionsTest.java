package io.espalier.shared.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunOptionsTest {
  @Test
  void constructor_takesTheEndsOfEachRange() {
    assertThat(new RunOptions(1, 0, 1).warmup()).isZero();
    assertThat(new RunOptions(64, 1_000_000, 1_000_000).threads()).isEqualTo(64);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 1, 'run.threads: expected 1 to 64, found 0'",
    "65, 0, 1, 'run.threads: expected 1 to 64, found 65'",
    "1, -1, 1, 'run.warmup: expected 0 to 1000000, found -1'",
    "1, 1000001, 1, 'run.warmup: expected 0 to 1000000, found 1000001'",
    "1, 0, 0, 'run.repeats: expected 1 to 1000000, found 0'",
    "1, 0, 1000001, 'run.repeats: expected 1 to 1000000, found 1000001'"
  })
  void constructor_namesTheOptionTheRangeAndWhatItFound(
      int threads, int warmup, int repeats, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RunOptions(threads, warmup, repeats))
        .withMessage(message);
  }
}
