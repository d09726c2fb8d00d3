package io.espalier.controller.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StageTimesTest {
  private final AtomicLong seconds = new AtomicLong();
  private final StageTimes times = new StageTimes(() -> seconds.get() * 1_000_000_000L);

  @Test
  void stages_areSummedOverSeeds_inTheOrderInWhichTheyCame() {
    seconds.set(100);
    during("seed 0 train", 60);
    during("seed 0 train", 1);
    during("seed 0 fit", 20);
    during("seed 0 measure", 7);
    during("seed 1 train", 50);
    times.stop();
    assertThat(times.inWords()).isEqualTo("train 111 s, fit 20 s, measure 7 s");
  }

  @Test
  void whatComesAfterTheEnd_countsForNothing() {
    during("seed 0 train", 3);
    times.stop();
    seconds.addAndGet(1000);
    times.stop();
    assertThat(times.inWords()).isEqualTo("train 3 s");
  }

  @Test
  void aRunThatDidNothing_tookNoTime() {
    times.stop();
    assertThat(times.inWords()).isEmpty();
  }

  private void during(String stage, long duration) {
    times.at(stage);
    seconds.addAndGet(duration);
  }
}
