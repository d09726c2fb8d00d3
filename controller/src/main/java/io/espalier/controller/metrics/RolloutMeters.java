package io.espalier.controller.metrics;

import io.espalier.controller.rollout.RolloutDriver;
import io.espalier.controller.rollout.Stage;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Rollouts by where they are. */
final class RolloutMeters {
  private RolloutMeters() {}

  static void register(MeterRegistry registry, RolloutDriver rollouts) {
    for (Stage stage : Stage.values()) {
      Gauge.builder("espalier.rollouts", () -> rollouts.stages().getOrDefault(stage, 0L))
          .description("Rollouts that are under way, or ended since the start, by state")
          .tag("state", stage.text())
          .register(registry);
    }
  }
}
