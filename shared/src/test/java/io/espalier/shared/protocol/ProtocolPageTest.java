package io.espalier.shared.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.espalier.shared.artifact.ArtifactManifest;
import io.espalier.shared.artifact.ArtifactSignature;
import io.espalier.shared.artifact.ChunkPlan;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.artifact.Provenance;
import io.espalier.shared.deployment.Acceptance;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.Evidence;
import io.espalier.shared.deployment.Probe;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.deployment.RunningModel;
import io.espalier.shared.enrol.EnrolmentGrant;
import io.espalier.shared.enrol.EnrolmentRequest;
import io.espalier.shared.fleet.NodeDescriptor;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Presence;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.infer.InferenceAnswer;
import io.espalier.shared.infer.InferenceRequest;
import io.espalier.shared.telemetry.AccuracySample;
import io.espalier.shared.telemetry.BoardState;
import io.espalier.shared.telemetry.CardState;
import io.espalier.shared.telemetry.DriftSample;
import io.espalier.shared.telemetry.DroppedSamples;
import io.espalier.shared.telemetry.InferenceSample;
import io.espalier.shared.telemetry.LatencySummary;
import io.espalier.shared.telemetry.SystemSample;
import io.espalier.shared.telemetry.TelemetryAck;
import io.espalier.shared.trial.ClassCount;
import io.espalier.shared.trial.Measurement;
import io.espalier.shared.trial.RunOptions;
import io.espalier.shared.trial.TrialRequest;
import io.espalier.shared.trial.TrialResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds docs/reference/protocol.md against the code, so that neither can change alone. */
class ProtocolPageTest {
  private static final String PAGE = read(Path.of("..", "docs", "reference", "protocol.md"));
  private static final Pattern CODE_IN_FIRST_COLUMN = Pattern.compile("(?m)^\\| `([^`]+)` \\|");
  private static final Pattern CODE_IN_LAST_COLUMN = Pattern.compile("(?m) \\| `([^`]+)` \\|$");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```json\\n(.*?)```");

  private static final Map<String, Class<?>> MESSAGES =
      byName(
          Presence.class,
          TrialRequest.class,
          TrialResult.Completed.class,
          TrialResult.Failed.class,
          SystemSample.class,
          InferenceSample.class,
          AccuracySample.class,
          DriftSample.class,
          DroppedSamples.class,
          TelemetryAck.class,
          DesiredState.class,
          ReportedState.class,
          InferenceRequest.class,
          InferenceAnswer.class,
          EnrolmentRequest.class,
          EnrolmentGrant.class,
          ArtifactManifest.class);

  private static final Map<String, Class<?>> PARTS =
      byName(
          Stamp.class,
          NodeDescriptor.class,
          RunOptions.class,
          Measurement.class,
          ClassCount.class,
          LatencySummary.class,
          BoardState.class,
          CardState.class,
          TelemetryAck.Mark.class,
          Probe.class,
          Acceptance.class,
          RunningModel.class,
          Evidence.class,
          Evidence.Against.class,
          ArtifactSignature.class,
          ChunkPlan.class,
          Provenance.class);

  static Stream<Class<?>> messages() {
    return MESSAGES.values().stream();
  }

  static Stream<Class<?>> messagesAndParts() {
    return Stream.concat(messages(), PARTS.values().stream());
  }

  @Test
  void page_describesTheseTypesAndNoOthers() {
    assertThat(section("## Messages").lines().filter(line -> line.startsWith("### ")))
        .map(line -> line.substring(4))
        .containsExactlyInAnyOrderElementsOf(messagesAndParts().map(Class::getSimpleName).toList());
  }

  @ParameterizedTest
  @MethodSource("messagesAndParts")
  void fields_areTheComponentsOfTheRecordInItsOrder(Class<?> type) {
    List<String> components = new ArrayList<>();
    if (TrialResult.class.isAssignableFrom(type)) {
      components.add("status");
    }
    Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getName)
        .forEach(components::add);

    assertThat(all(CODE_IN_FIRST_COLUMN, section("### " + type.getSimpleName())))
        .isEqualTo(components);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void examples_decodeAndEncodeBackToTheSameText(Class<?> type) throws Exception {
    List<String> examples = all(EXAMPLE, section("### " + type.getSimpleName()));

    assertThat(examples).isNotEmpty();
    for (String example : examples) {
      Object message = MessageCodec.decode(example.getBytes(UTF_8), wireType(type));

      assertThat(message).isInstanceOf(type);
      assertThat(new String(MessageCodec.encode(message), UTF_8))
          .isEqualTo(new ObjectMapper().readTree(example).toString());
    }
  }

  @Test
  void topics_areThoseThatTopicsBuilds() {
    Topics topics = new Topics(Topics.DEFAULT_PREFIX);
    NodeId node = new NodeId("pi-07");
    Digest digest = Digest.of(new byte[] {1});

    assertThat(all(CODE_IN_FIRST_COLUMN, section("## Topics")))
        .map(
            topic ->
                topic
                    .replace("{node}", node.value())
                    .replace("{sha256}", digest.hex())
                    .replace("{n}", "3"))
        .containsExactly(
            topics.presence(node),
            topics.trials(node),
            topics.results(node),
            topics.systemTelemetry(node),
            topics.inferenceTelemetry(node),
            topics.accuracyTelemetry(node),
            topics.driftTelemetry(node),
            topics.droppedTelemetry(node),
            topics.acks(node),
            topics.desired(node),
            topics.reported(node),
            topics.infer(node),
            topics.inferred(node),
            topics.enrolmentRequest(node),
            topics.enrolmentGrant(node),
            topics.manifest(digest),
            topics.chunk(digest, 3));
  }

  @Test
  void filters_areThoseThatTopicsBuilds() {
    Topics topics = new Topics(Topics.DEFAULT_PREFIX);

    assertThat(all(CODE_IN_LAST_COLUMN, section("## Topics")))
        .containsExactly(
            topics.everyPresence(),
            topics.everyResult(),
            topics.everyReported(),
            topics.everyEnrolmentRequest(),
            topics.everyTelemetry());
  }

  @Test
  void largestChunk_isWhatThePageSays() {
    assertThat(section("## Limits"))
        .contains("| chunk | %,d bytes |".formatted(ChunkPlan.MAX_CHUNK_SIZE));
  }

  /** From a heading up to the next one of its level or above. */
  private static String section(String heading) {
    int start = PAGE.indexOf("\n" + heading + "\n");
    assertThat(start).as(heading).isNotNegative();
    int level = heading.indexOf(' ');
    return Pattern.compile("(?m)^#{2," + level + "} ")
        .splitAsStream(PAGE.substring(start + 1 + heading.length()))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult m) -> m.group(1)).toList();
  }

  private static Class<?> wireType(Class<?> type) {
    return TrialResult.class.isAssignableFrom(type) ? TrialResult.class : type;
  }

  private static Map<String, Class<?>> byName(Class<?>... types) {
    return Stream.of(types).collect(toMap(Class::getSimpleName, identity()));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
