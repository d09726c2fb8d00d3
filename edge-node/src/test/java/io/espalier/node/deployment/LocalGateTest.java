package io.espalier.node.deployment;

import static io.espalier.node.deployment.Deployments.digest;
import static io.espalier.node.deployment.Deployments.evidence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.shared.deployment.Acceptance;
import io.espalier.shared.deployment.Evidence;
import io.espalier.shared.telemetry.LatencySummary;
import org.junit.jupiter.api.Test;

class LocalGateTest {
  @Test
  void objection_toADrop_onlyWhenTheSamplesLeaveNoDoubt() {
    Acceptance acceptance = new Acceptance(1, 0.01, null, null, null);
    assertThat(LocalGate.objection(acceptance, evidence(10))).isNull();
    assertThat(LocalGate.objection(acceptance, evidence(15))).isNull();
    assertThat(LocalGate.objection(acceptance, evidence(40)))
        .startsWith("accuracy drop on 1000 samples: expected at most 0.0100, found 0.0400");
  }

  @Test
  void objection_toAccuracy_onlyWhenTheSamplesLeaveNoDoubt() {
    Acceptance acceptance = new Acceptance(1, null, 0.9, null, null);
    assertThat(LocalGate.objection(acceptance, evidence(110))).isNull();
    assertThat(LocalGate.objection(acceptance, evidence(150)))
        .startsWith("accuracy on 1000 samples: expected at least 0.9000, found 0.8500");
  }

  @Test
  void objection_toLatencyAndMemory() {
    assertThat(LocalGate.objection(new Acceptance(1, null, null, 29.9, null), evidence(0)))
        .isEqualTo("p99 of an inference: expected at most 29.9 µs, found 30.0 µs");
    assertThat(LocalGate.objection(new Acceptance(1, null, null, 30.0, null), evidence(0)))
        .isNull();
    Evidence heavy =
        new Evidence(digest("m"), 1, null, null, null, new LatencySummary(1, 2, 3, 100), 101);
    assertThat(LocalGate.objection(new Acceptance(1, null, null, null, 100L), heavy))
        .isEqualTo("resident memory: expected at most 100 bytes, found 101");
    assertThat(LocalGate.objection(new Acceptance(1, 0.0, 1.0, null, 101L), heavy)).isNull();
  }

  /** Against the interval's defining equation: the end is as far from p as z standard errors. */
  @Test
  void mostLikely_solvesWilsonsEquation() {
    for (int correct : new int[] {0, 1, 250, 499, 500}) {
      double end = LocalGate.mostLikely(correct, 500);
      double p = correct / 500.0;
      assertThat((end - p) * (end - p))
          .isCloseTo(2.326 * 2.326 * end * (1 - end) / 500, within(1e-12));
    }
  }
}
