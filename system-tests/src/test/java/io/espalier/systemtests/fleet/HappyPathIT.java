package io.espalier.systemtests.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.shared.artifact.Digest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two models, the way back, and what is said about it. */
class HappyPathIT {
  @Test
  void fleet_takesTwoModels_andGivesTheSecondBack(@TempDir Path directory) throws Exception {
    try (Fleet fleet = Fleet.start(directory)) {
      for (int i = 1; i <= 3; i++) {
        fleet.add("n" + i);
      }
      fleet.awaitOnline();

      Digest first = fleet.deployed(0, "first", Models.wrongOn(10), "--canary", "1");
      fleet.awaitServing(first);
      Digest second =
          fleet.deployed(
              0, "second", Models.wrongOn(5), "--canary", "1", "--max-accuracy-drop", "1%");
      fleet.awaitServing(second);
      fleet.run("rollout", "rollback", "second", "--wait");
      fleet.awaitServing(first);

      assertThat(fleet.run("rollout", "audit", "second"))
          .contains("created", "wave 1 of", "wave 2 of", "done", "rollback", "maxAccuracyDrop");
      Invariants.hold(fleet);
    }
  }
}
