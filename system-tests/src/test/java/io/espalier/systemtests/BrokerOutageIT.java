package io.espalier.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.espalier.fixtures.Mosquitto;
import io.espalier.shared.trial.TrialResult;
import io.espalier.systemtests.fixture.Espalier;
import io.espalier.systemtests.fixture.Observer;
import io.espalier.systemtests.fixture.Results;
import io.espalier.systemtests.fixture.Specs;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker goes away in the middle of a run and comes back without its memory. */
class BrokerOutageIT {
  private static final Duration OUTAGE = Duration.ofSeconds(20);

  @Test
  void runWithoutItsBrokerForTwentySeconds_goesOnAndIsComplete(
      @TempDir Path directory, @TempDir Path broker) throws Exception {
    try (Mosquitto mosquitto = Mosquitto.forgetful(broker);
        Observer observer = Observer.of(mosquitto.uri())) {
      Path spec = Specs.write(directory, Specs.tiny(directory, 1_000_000));
      Path output = directory.resolve("out");
      try (Espalier espalier =
          Espalier.experiment(spec, output, "--broker", mosquitto.uri().toString())) {
        await("first result")
            .atMost(Duration.ofMinutes(2))
            .until(() -> observer.all(TrialResult.class).findAny().isPresent());

        mosquitto.kill();
        await("the outage; the run neither ends nor finishes the table")
            .during(OUTAGE)
            .atMost(OUTAGE.plusSeconds(5))
            .until(() -> espalier.isAlive() && Results.of(output).rows().size() < Specs.TRIALS);
        mosquitto.restart();

        espalier.succeed(Duration.ofMinutes(3));
      }
      assertThat(Results.of(output).column("status")).hasSize(Specs.TRIALS).containsOnly("ok");
    }
  }
}
