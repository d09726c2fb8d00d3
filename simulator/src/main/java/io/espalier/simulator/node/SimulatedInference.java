package io.espalier.simulator.node;

import io.espalier.node.deployment.DeploymentEvent;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.Evidence;
import io.espalier.shared.telemetry.LatencySummary;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a node that does not exist would have seen of a model. Nothing is run. */
final class SimulatedInference {
  private static final double MEDIAN_MICROS = 100;
  private static final long RSS_BYTES = 64L << 20;
  private static final int TIMED = 100;

  private final Nature nature;
  private final RandomGenerator random;

  SimulatedInference(Nature nature, RandomGenerator random) {
    this.nature = nature;
    this.random = random;
  }

  /** The end of a test. */
  DeploymentEvent attempt(DesiredState slot, @Nullable DesiredState against) {
    Evidence.Against before =
        against == null ? null : new Evidence.Against(against.model(), null, null, null, null);
    return new DeploymentEvent.Tried(
        slot.deployment(),
        new Evidence(slot.model(), 1, null, null, before, latency(), rssBytes()));
  }

  /** How long a test takes, in milliseconds. */
  long testMillis() {
    return nature.slow() ? Nature.SLOW_MILLIS : 0;
  }

  LatencySummary latency() {
    double p50 = MEDIAN_MICROS * (nature.slow() ? 10 : 1) * (0.9 + 0.2 * random.nextDouble());
    return new LatencySummary(p50, 1.1 * p50, 1.5 * p50, TIMED);
  }

  long rssBytes() {
    return RSS_BYTES + random.nextLong(1 << 20);
  }
}
