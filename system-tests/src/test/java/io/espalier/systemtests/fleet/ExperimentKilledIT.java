package io.espalier.systemtests.fleet;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.espalier.shared.trial.TrialId;
import io.espalier.shared.trial.TrialRequest;
import io.espalier.systemtests.fixture.Espalier;
import io.espalier.systemtests.fixture.Results;
import io.espalier.systemtests.fixture.Specs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The controller is killed in the middle of an experiment, and goes on with it when it is back. */
class ExperimentKilledIT {
  private static final Duration EXPERIMENT = Duration.ofMinutes(3);

  @Test
  void experimentOfAKilledController_goesOn_withEachTrialDoneOnceMoreOrNotAtAll(
      @TempDir Path directory) throws Exception {
    Path spec = Specs.write(directory, Specs.tiny(directory, 400_000));
    Path output = directory.resolve("out");
    try (Fleet fleet = Fleet.start(directory)) {
      fleet.add("n1");
      fleet.add("n2");
      fleet.awaitOnline();
      try (Espalier run =
          fleet
              .controller()
              .command("experiment", "run", spec.toString(), "--output", output.toString())) {
        await("some trials")
            .atMost(EXPERIMENT)
            .pollInterval(Duration.ofMillis(20))
            .ignoreExceptions()
            .until(() -> measured(fleet) >= 3);
        fleet.controller().kill();
        Path kept = fleet.controller().data().resolve("experiments/tiny");
        Results before = Results.of(kept);
        fleet.controller().start();

        run.succeed(EXPERIMENT);
        Results after = Results.of(output);
        assertThat(after.column("status")).hasSize(Specs.TRIALS).containsOnly("ok");
        assertThat(after.rows()).as("finished trials are kept").containsAll(before.rows());
        assertThat(after).isEqualTo(Results.of(kept));
        assertThat(output.resolve("report.html")).exists();
        assertThat(run.out()).contains("magnitude", "INT8");

        Map<String, Set<TrialId>> asked = asked(fleet);
        assertThat(asked).hasSize(Specs.TRIALS);
        assertThat(asked.values()).allMatch(ids -> ids.size() <= 2);
        assertThat(before.rows())
            .isNotEmpty()
            .allSatisfy(row -> assertThat(asked.get(trialOf(row))).as("%s", row).hasSize(1));
      }
      assertThat(fleet.run("experiment", "list", "-o", "csv")).contains("tiny,done,15,15,0,");
    }
  }

  static String trialOf(Results.Row row) {
    String sparsity = row.text("method").equals("dense") ? "" : "-" + row.text("sparsity");
    return "/%s/%s%s-%s"
        .formatted(row.text("seed"), row.text("method"), sparsity, row.text("precision"));
  }

  private static int measured(Fleet fleet) {
    return fleet.controller().get("/experiments/tiny?trials=false").at("/counts/measured").asInt();
  }

  /** By seed and label, which is what follows the name of the run. */
  static Map<String, Set<TrialId>> asked(Fleet fleet) {
    return fleet
        .observer()
        .all(TrialRequest.class)
        .map(TrialRequest::id)
        .collect(
            groupingBy(
                id -> id.value().substring(id.value().indexOf('/')), mapping(id -> id, toSet())));
  }
}
