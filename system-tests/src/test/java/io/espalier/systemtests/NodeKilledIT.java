package io.espalier.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.espalier.fixtures.Mosquitto;
import io.espalier.shared.protocol.Topics;
import io.espalier.shared.trial.TrialId;
import io.espalier.shared.trial.TrialRequest;
import io.espalier.shared.trial.TrialResult;
import io.espalier.systemtests.fixture.Espalier;
import io.espalier.systemtests.fixture.Observer;
import io.espalier.systemtests.fixture.Results;
import io.espalier.systemtests.fixture.Specs;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node dies in the middle of a trial, without a word. */
class NodeKilledIT {
  private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);

  @Test
  void trialOfAKilledNode_isGivenOutAgain(@TempDir Path directory, @TempDir Path broker)
      throws Exception {
    try (Mosquitto mosquitto = Mosquitto.forgetful(broker);
        Observer observer = Observer.of(mosquitto.uri())) {
      Path spec = Specs.write(directory, Specs.tiny(directory, 1_000_000));
      Path output = directory.resolve("out");
      try (Espalier espalier =
          Espalier.experiment(spec, output, "--broker", mosquitto.uri().toString())) {
        await("first request")
            .atMost(Duration.ofMinutes(2))
            .until(() -> observer.all(TrialRequest.class).findAny().isPresent());
        TrialId trial = observer.all(TrialRequest.class).findFirst().orElseThrow().id();
        String topic =
            observer.heard().stream()
                .map(message -> message.topic())
                .filter(name -> name.endsWith("/trials"))
                .findFirst()
                .orElseThrow();

        espalier.node(TOPICS.nodeOf(topic).value()).destroyForcibly();

        assertThat(observer.all(TrialResult.class))
            .as("killed before it could answer")
            .noneMatch(result -> result.id().equals(trial));
        espalier.succeed(Duration.ofMinutes(3));
        assertThat(observer.all(TrialRequest.class))
            .anyMatch(request -> request.id().equals(trial) && request.attempt() == 2);
      }
      assertThat(Results.of(output).column("status")).hasSize(Specs.TRIALS).containsOnly("ok");
    }
  }
}
