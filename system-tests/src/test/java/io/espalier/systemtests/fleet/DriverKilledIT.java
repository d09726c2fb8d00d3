package io.espalier.systemtests.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.controller.process.LocalPostgres;
import io.espalier.fixtures.Mosquitto;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.trial.TrialId;
import io.espalier.systemtests.fixture.Espalier;
import io.espalier.systemtests.fixture.Results;
import io.espalier.systemtests.fixture.Specs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two controllers on one broker and one PostgreSQL, real nodes; the controller that drives is
 * killed in the middle of a rollout, and the one after it in the middle of an experiment. Commands
 * ask whichever controller is left, and are led to the one that drives.
 */
class DriverKilledIT {
  private static final Duration TAKEOVER = Duration.ofSeconds(10);
  private static final Duration WORK = Duration.ofMinutes(2);
  private static final Duration SOON = Duration.ofMillis(20);
  private static final int KIB = 1_200;

  @Test
  void otherController_goesOnWithRolloutAndExperiment_andHasTheModelsOfBoth(@TempDir Path directory)
      throws Exception {
    Path programs = LocalPostgres.find().orElse(null);
    Assumptions.assumeTrue(programs != null, "needs PostgreSQL's programs, found none");
    Mosquitto broker = Mosquitto.forgetful(Files.createDirectory(directory.resolve("mqtt")));
    try (LocalPostgres store = LocalPostgres.start(programs, LocalPostgres.Durability.NONE);
        Controller first = controller(directory, broker, store, "first");
        Controller second = controller(directory, broker, store, "second");
        Fleet fleet = Fleet.start(directory, broker, first)) {
      second.launch();
      fleet.add("n1");
      fleet.add("n2");
      second.awaitReady();
      fleet.awaitOnline();

      fleet.ask(second);
      Digest model = rolloutGoesOn(fleet, first, second);
      fleet.awaitServing(model);

      first.awaitReady();
      fleet.ask(first);
      experimentGoesOn(fleet, directory, second, first);
      Invariants.hold(fleet);
    }
  }

  private static Digest rolloutGoesOn(Fleet fleet, Controller drives, Controller follows)
      throws Exception {
    byte[] model = Models.padded(3, KIB, 1);
    try (Espalier deploy = fleet.deploy("better", model, "--canary", "1", "--waves", "100%")) {
      await("a node is updated")
          .atMost(Fleet.CONVERGENCE)
          .pollInterval(SOON)
          .ignoreExceptions()
          .until(() -> fleet.rollout("better").at("/counts/updated").asInt() == 1);
      drives.kill();
      awaitDriving(follows);
      drives.launch();
      assertThat(deploy.exitCode(WORK)).as("%s%s", deploy.out(), deploy.err()).isZero();
    }
    JsonNode rollout = fleet.rollout("better");
    assertThat(rollout.path("stage").asText()).isEqualTo("done");
    assertThat(rollout.at("/counts/updated").asInt()).isEqualTo(2);
    assertThat(steps(fleet, "better")).hasSizeGreaterThan(3).doesNotHaveDuplicates();
    assertThat(fleet.observer().all(DesiredState.class).map(DesiredState::deployment).distinct())
        .as("what nodes were asked for")
        .hasSize(1);
    return Digest.of(model);
  }

  private static void experimentGoesOn(
      Fleet fleet, Path directory, Controller drives, Controller follows) throws Exception {
    Path spec = Specs.write(directory, Specs.fewer(directory, 200_000));
    Path output = directory.resolve("out");
    try (Espalier run =
        fleet
            .controller()
            .command("experiment", "run", spec.toString(), "--output", output.toString())) {
      await("some trials")
          .atMost(WORK)
          .pollInterval(SOON)
          .ignoreExceptions()
          .until(() -> measured(fleet) >= 2);
      drives.kill();
      Results before = Results.of(drives.data().resolve("experiments/tiny"));
      awaitDriving(follows);
      run.succeed(WORK);

      Results after = Results.of(output);
      assertThat(after.column("status")).hasSize(Specs.FEWER_TRIALS).containsOnly("ok");
      assertThat(after.rows()).as("finished trials are kept").containsAll(before.rows());
      Map<String, Set<TrialId>> asked = ExperimentKilledIT.asked(fleet);
      assertThat(asked).hasSize(Specs.FEWER_TRIALS);
      assertThat(asked.values()).allMatch(ids -> ids.size() <= 2);
      assertThat(before.rows())
          .isNotEmpty()
          .allSatisfy(row -> assertThat(asked.get(ExperimentKilledIT.trialOf(row))).hasSize(1));
      for (Results.Row row : before.rows()) {
        String trial = "/experiments/tiny/trials/" + (after.rows().indexOf(row) + 1);
        assertThat(fleet.controller().post(trial + "/artifact").path("model").asText())
            .as("the model that the other made, and that was measured")
            .isEqualTo(row.text("digest"));
      }
    }
  }

  private static Controller controller(
      Path directory, Mosquitto broker, LocalPostgres store, String name) throws IOException {
    return new Controller(
        directory, broker.uri(), name, "--store", store.url(), "--store-user", LocalPostgres.USER);
  }

  private static void awaitDriving(Controller controller) {
    await("the other drives").atMost(TAKEOVER).pollInterval(SOON).until(controller::isDriving);
  }

  private static int measured(Fleet fleet) {
    return fleet.controller().get("/experiments/tiny?trials=false").at("/counts/measured").asInt();
  }

  /** What was done, in words that say of which node. */
  private static List<String> steps(Fleet fleet, String rollout) {
    List<String> steps = new ArrayList<>();
    fleet
        .controller()
        .get("/rollouts/" + rollout + "/audit")
        .path("entries")
        .forEach(entry -> steps.add(entry.path("what").asText()));
    return steps;
  }
}
