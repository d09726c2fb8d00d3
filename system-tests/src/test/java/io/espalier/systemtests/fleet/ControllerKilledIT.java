package io.espalier.systemtests.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.shared.artifact.Digest;
import io.espalier.systemtests.fixture.Espalier;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The controller is killed in the middle of what it does, and goes on when it is back. */
class ControllerKilledIT {
  private static final Duration ROLLOUT = Duration.ofMinutes(2);
  private static final int GATE_HALTED = 6;

  @Test
  void controllerKilledDuringRollouts_goesOn_andBelievesNothingUntrue(@TempDir Path directory)
      throws Exception {
    try (Fleet fleet = Fleet.start(directory)) {
      for (int i = 1; i <= 3; i++) {
        fleet.add("n" + i);
      }
      fleet.awaitOnline();
      Digest first = fleet.deployed(0, "first", Models.wrongOn(5), "--canary", "1");

      byte[] better = Models.padded(3, 1_200, 1);
      try (Espalier deploy = fleet.deploy("better", better, "--canary", "1", "--waves", "2,100%")) {
        killedWhen(fleet, "better", "/counts/asked", 1);
        killedWhen(fleet, "better", "/counts/updated", 1);
        killedWhen(fleet, "better", "/counts/updated", 2);
        assertThat(deploy.exitCode(ROLLOUT)).as("%s%s", deploy.out(), deploy.err()).isZero();
      }
      assertTold(fleet, "better", "done", 3);
      fleet.awaitServing(Digest.of(better));

      fleet.run("rollout", "rollback", "better");
      fleet.controller().kill();
      fleet.controller().start();
      fleet.awaitStage("better", "rolled_back");
      fleet.awaitServing(first);

      try (Espalier deploy =
          fleet.deploy("worse", Models.wrongOn(9), "--canary", "1", "--max-accuracy-drop", "1%")) {
        killedWhen(fleet, "worse", "/counts/asked", 1);
        assertThat(deploy.exitCode(ROLLOUT)).as("%s", deploy.err()).isEqualTo(GATE_HALTED);
      }
      assertTold(fleet, "worse", "halted", 0);
      fleet.awaitServing(first);
      Invariants.hold(fleet);
    }
  }

  private static void killedWhen(Fleet fleet, String rollout, String count, int least)
      throws Exception {
    await(rollout + count + " is " + least)
        .atMost(Fleet.CONVERGENCE)
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptions()
        .until(() -> fleet.rollout(rollout).at(count).asInt() >= least || isOver(fleet, rollout));
    fleet.controller().kill();
    fleet.controller().start();
  }

  private static boolean isOver(Fleet fleet, String rollout) {
    return !fleet.rollout(rollout).path("stage").asText().equals("advancing");
  }

  /** What the controller says of a rollout is what the nodes say. */
  private static void assertTold(Fleet fleet, String rollout, String stage, int updated) {
    JsonNode view = fleet.rollout(rollout);
    assertThat(view.path("stage").asText()).isEqualTo(stage);
    assertThat(view.at("/counts/updated").asInt()).as("%s", view).isEqualTo(updated);
    long serving =
        fleet.nodes().stream()
            .map(node -> fleet.controller().node(node.id()).at("/reported/running"))
            .filter(running -> running.path("deployment").asText().equals(rollout + "/1"))
            .count();
    assertThat(serving).isEqualTo(updated);
  }
}
