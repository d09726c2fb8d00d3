package io.espalier.systemtests;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.fixtures.Mosquitto;
import io.espalier.shared.artifact.ArtifactManifest;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.fleet.Presence;
import io.espalier.shared.link.InboundMessage;
import io.espalier.shared.protocol.Topics;
import io.espalier.shared.telemetry.AccuracySample;
import io.espalier.shared.telemetry.InferenceSample;
import io.espalier.shared.telemetry.SystemSample;
import io.espalier.shared.trial.TrialRequest;
import io.espalier.shared.trial.TrialResult;
import io.espalier.systemtests.fixture.Espalier;
import io.espalier.systemtests.fixture.Observer;
import io.espalier.systemtests.fixture.Results;
import io.espalier.systemtests.fixture.Specs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on a broker that it does not own, watched from outside. */
class ExternalBrokerIT {
  private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);

  @Test
  void runOnMosquitto_saysWhatTheProtocolSays(@TempDir Path directory, @TempDir Path broker)
      throws Exception {
    try (Mosquitto mosquitto = Mosquitto.forgetful(broker);
        Observer observer = Observer.of(mosquitto.uri())) {
      Path spec = Specs.write(directory, Specs.tiny(directory, 200_000));
      Path output = directory.resolve("out");
      try (Espalier espalier =
          Espalier.experiment(spec, output, "--broker", mosquitto.uri().toString())) {
        espalier.succeed(Duration.ofMinutes(3));
      }

      assertThat(Results.of(output).column("status")).hasSize(Specs.TRIALS).containsOnly("ok");
      assertEverythingDecodes(observer);
      assertEachArtifactWasPublishedOnce(observer);
      assertChunksCameBeforeTheirManifest(observer);
      assertNodesSaidHello(observer);
      assertThat(Observer.retained(mosquitto.uri())).as("the broker is left as found").isEmpty();
    }
  }

  private static void assertEverythingDecodes(Observer observer) {
    assertThat(observer.all(SystemSample.class)).isNotEmpty();
    assertThat(observer.all(InferenceSample.class)).hasSize(Specs.TRIALS);
    assertThat(observer.all(AccuracySample.class)).hasSize(Specs.TRIALS);
    assertThat(observer.all(TrialRequest.class)).hasSizeGreaterThanOrEqualTo(Specs.TRIALS);
    assertThat(observer.all(TrialResult.class))
        .hasSizeGreaterThanOrEqualTo(Specs.TRIALS)
        .allSatisfy(result -> assertThat(result).isInstanceOf(TrialResult.Completed.class));
    assertThat(observer.heard())
        .allSatisfy(
            message ->
                assertThat(Observer.isJson(message.topic()) || message.topic().contains("/chunks/"))
                    .as(message.topic())
                    .isTrue());
  }

  private static void assertEachArtifactWasPublishedOnce(Observer observer) {
    assertThat(
            observer.heard().stream()
                .map(InboundMessage::topic)
                .filter(topic -> topic.contains("/artifacts/"))
                .collect(groupingBy(topic -> topic, counting())))
        .isNotEmpty()
        .allSatisfy((topic, times) -> assertThat(times).as(topic).isEqualTo(1));
  }

  private static void assertChunksCameBeforeTheirManifest(Observer observer) {
    List<String> topics = observer.heard().stream().map(InboundMessage::topic).toList();
    assertThat(observer.all(ArtifactManifest.class))
        .isNotEmpty()
        .allSatisfy(
            manifest -> {
              Digest digest = manifest.digest();
              int announced = topics.indexOf(TOPICS.manifest(digest));
              for (int n = 0; n < manifest.plan().count(); n++) {
                assertThat(topics.indexOf(TOPICS.chunk(digest, n))).isBetween(0, announced - 1);
              }
            });
  }

  private static void assertNodesSaidHello(Observer observer) {
    assertThat(
            observer
                .all(Presence.class)
                .filter(presence -> presence.state() == Presence.State.ONLINE)
                .map(Presence::node)
                .collect(Collectors.toSet()))
        .hasSize(2);
  }
}
