package io.espalier.compressor.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkersTest {
  @Test
  void forEach_runsEveryTaskOnce() throws InterruptedException {
    AtomicIntegerArray runs = new AtomicIntegerArray(20);
    try (Workers workers = new Workers("test", 3)) {
      workers.forEach(20, runs::incrementAndGet);
    }
    for (int i = 0; i < 20; i++) {
      assertThat(runs.get(i)).isEqualTo(1);
    }
  }

  @Test
  void forEach_passesOnWhatATaskThrew() {
    try (Workers workers = new Workers("test", 2)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> workers.forEach(2, task -> Math.floorDiv(1, task)))
          .withMessageContaining("a task failed")
          .withCauseInstanceOf(ArithmeticException.class);
    }
  }

  @Test
  void forEach_stopsWhenInterrupted() {
    try (Workers workers = new Workers("test", 1)) {
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(InterruptedException.class)
          .isThrownBy(() -> workers.forEach(1, task -> {}));
    }
  }
}
