package io.espalier.systemtests.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.shared.artifact.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that must not stay: each is stopped by the first node that meets it. */
class BadModelsIT {
  private static final int GATE_HALTED = 6;
  private static final int REFUSED = 4;

  @Test
  void badModels_reachOneNodeAtMost_andLeaveTheGoodOneServing(@TempDir Path directory)
      throws Exception {
    try (Fleet fleet = Fleet.start(directory)) {
      for (int i = 1; i <= 3; i++) {
        fleet.add("n" + i, "--max-artifact-mib", "8");
      }
      fleet.awaitOnline();
      Digest good = fleet.deployed(0, "good", Models.wrongOn(5), "--canary", "1");

      fleet.deployed(REFUSED, "invalid", "no model".getBytes(StandardCharsets.UTF_8));
      halted(fleet, good, "worse", Models.wrongOn(8), "maxAccuracyDrop|accuracy drop");
      halted(fleet, good, "slow", Models.slow(), "maxP99|p99 of an inference");
      halted(fleet, good, "large", Models.padded(0, 9 << 10, 1), "expected at most 8388608 bytes");
      halted(fleet, good, "hungry", BadModels.insatiable(), "more memory than there is");
      halted(fleet, good, "aborting", BadModels.aborting(), "the process ended 2 times");

      assertThat(fleet.nodes().stream().mapToInt(FleetNode::ends).sum())
          .as("processes that ended: two lives of the node that met the last")
          .isEqualTo(2);
      Invariants.hold(fleet);
    }
  }

  /** The rollout halts with that reason in its audit, and every node has what it had. */
  private static void halted(Fleet fleet, Digest good, String name, byte[] model, String reason)
      throws Exception {
    fleet.deployed(
        GATE_HALTED, name, model, "--canary", "1", "--max-accuracy-drop", "1%", "--max-p99", "1ms");
    JsonNode rollout = fleet.rollout(name);
    assertThat(rollout.path("stage").asText()).isEqualTo("halted");
    assertThat(rollout.at("/counts/returned").asInt()).as("%s", rollout).isEqualTo(1);
    assertThat(rollout.at("/waves/1/open").asBoolean()).as("%s", rollout).isFalse();
    assertThat(fleet.run("rollout", "audit", name)).containsPattern(reason);
    fleet.awaitServing(good);
  }

  @Test
  void nodeWithAKey_takesOnlyWhatIsSignedByIt(@TempDir Path directory) throws Exception {
    Path foreign = directory.resolve("foreign");
    Path key = Controller.newKey(directory, directory.resolve("controller"));
    try (Fleet fleet = Fleet.start(directory)) {
      Path other = Controller.newKey(directory, foreign);
      assertThat(Files.readAllBytes(other)).isNotEqualTo(Files.readAllBytes(key));
      fleet.add("n1", "--signing-key", key.toString());
      FleetNode strict = fleet.add("n2", "--signing-key", key.toString());
      fleet.awaitOnline();
      Digest signed = fleet.deployed(0, "signed", Models.wrongOn(5), "--canary", "1");
      fleet.awaitServing(signed);

      strict.kill();
      fleet.replace(1, "--signing-key", other.toString());
      fleet.awaitServing(signed);
      fleet.deployed(GATE_HALTED, "wrongly-signed", Models.wrongOn(4), "--to", "node=n2");
      assertThat(fleet.run("rollout", "audit", "wrongly-signed")).contains("expected a signature");
      // It refuses that model too if it is asked for it again, and goes on with it.
      assertThat(fleet.watches().get(1).health().path("model").asText()).isEqualTo(signed.hex());

      fleet.controller().kill();
      fleet.controller().forgetKey();
      fleet.controller().start();
      fleet.deployed(GATE_HALTED, "unsigned", Models.wrongOn(3), "--to", "node=n1");
      assertThat(fleet.run("rollout", "audit", "unsigned")).contains("expected a signature");
      fleet.awaitServing(0, signed);
      Invariants.hold(fleet);
    }
  }
}
