package io.espalier.shared.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.enrol.EnrolmentGrant;
import io.espalier.shared.fleet.Presence;
import io.espalier.shared.telemetry.SystemSample;
import io.espalier.shared.trial.Judgement;
import io.espalier.shared.trial.Measurement;
import io.espalier.shared.trial.TrialRequest;
import io.espalier.shared.trial.TrialResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Fields whose absence means something. */
  private static final Set<String> OPTIONAL =
      Set.of(
          "descriptor",
          "unobtainable",
          "temperatureCelsius",
          "throttledMeanwhile",
          "board",
          "cpuMegahertz",
          "cpuMaxMegahertz",
          "governor",
          "throttled",
          "card",
          "bytesWritten",
          "lifeUsedPercent",
          "reserve",
          "signature",
          "labels");

  /** The same, in one message only. */
  private static final Map<Class<?>, Set<String>> OPTIONAL_IN =
      Map.of(
          DesiredState.class,
          Set.of("head", "probe", "maxAccuracyDrop", "minAccuracy", "maxP99Us", "maxRssBytes"),
          ReportedState.class,
          Set.of(
              "deployment",
              "running",
              "fallback",
              "progress",
              "evidence",
              "error",
              "correct",
              "against",
              "lost",
              "gained"),
          SystemSample.class,
          Set.of("flashBytesWritten", "dropped"),
          TrialRequest.class,
          Set.of("judgement"),
          TrialResult.Completed.class,
          Set.of("correct", "mse", "mae", "auc", "classes"),
          EnrolmentGrant.class,
          Set.of("certificate", "authority", "signingKey", "error"));

  private static final Set<String> FREE_KEYS = Set.of("recipe", "labels");

  private static final String REQUEST =
      """
      {"schema":1,"id":"a/1","attempt":1,
       "model":"%1$s","head":"%1$s","images":"%1$s","labels":"%1$s",
       "run":{"threads":1,"warmup":10,"repeats":50}}"""
          .formatted("0".repeat(64));

  static List<Object> oneOfEach() {
    return new RandomMessages(7).oneOfEach();
  }

  @Test
  void decode_readsBackWhatEncodeWrote() throws MalformedMessageException {
    for (int seed = 0; seed < 300; seed++) {
      for (Object message : new RandomMessages(seed).oneOfEach()) {
        byte[] payload = MessageCodec.encode(message);

        assertThat((Object) MessageCodec.decode(payload, typeOf(message))).isEqualTo(message);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("oneOfEach")
  void decode_ignoresFieldsThatItDoesNotKnow(Object message) throws Exception {
    JsonNode json = JSON.readTree(MessageCodec.encode(message));
    for (ObjectNode object : objects(json)) {
      object.putObject("fromTheFuture").putArray("list").add(1).add("two");
    }

    assertThat((Object) MessageCodec.decode(JSON.writeValueAsBytes(json), typeOf(message)))
        .isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("oneOfEach")
  void decode_refusesAMissingAndANullFieldAndNamesIt(Object message) throws Exception {
    JsonNode whole = JSON.readTree(MessageCodec.encode(message));
    for (int i = 0; i < objects(whole).size(); i++) {
      for (String field : required(objects(whole).get(i), message.getClass())) {
        JsonNode absent = whole.deepCopy();
        objects(absent).get(i).remove(field);
        assertRefused(JSON.writeValueAsBytes(absent), typeOf(message), field);

        JsonNode nulled = whole.deepCopy();
        objects(nulled).get(i).putNull(field);
        assertRefused(JSON.writeValueAsBytes(nulled), typeOf(message), field);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("oneOfEach")
  void decode_refusesAnObjectWhereAValueBelongs(Object message) throws Exception {
    JsonNode whole = JSON.readTree(MessageCodec.encode(message));
    for (int i = 0; i < objects(whole).size(); i++) {
      for (String field : required(objects(whole).get(i), message.getClass())) {
        if (!whole.findValue(field).isContainerNode()) {
          JsonNode wrong = whole.deepCopy();
          objects(wrong).get(i).putArray(field).add(1).add(2);
          assertRefused(JSON.writeValueAsBytes(wrong), typeOf(message), "");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"attempt\":\"1\"",
        "\"attempt\":1.5",
        "\"attempt\":true",
        "\"attempt\":0",
        "\"attempt\":99999999999",
        "\"attempt\":1e400",
        "\"attempt\":NaN",
        "\"attempt\":{}"
      })
  void decode_refusesWhatIsNoCount(String attempt) {
    byte[] payload = REQUEST.replace("\"attempt\":1", attempt).getBytes(UTF_8);

    assertRefused(payload, TrialRequest.class, "");
  }

  @Test
  void decode_readsWhatWasWrittenBeforeBoardsWereAsked() throws Exception {
    String sample =
        """
        {"stamp":{"schema":1,"epoch":12,"seq":31,"at":"2026-11-24T09:31:00Z","clockSynchronised":true},
         "node":"pi-07","processCpuPercent":97.5,"rssBytes":71303168,"systemCpuPercent":26.0,
         "memoryUsedBytes":812646400,"memoryTotalBytes":3977658368}""";
    String measurement =
        """
        {"correct":9107,"total":10000,"latency":{"p50Us":31.4,"p90Us":33.9,"p99Us":58.2,"count":50},
         "cpuPercent":99.1,"rssBytes":71303168,"systemCpuPercent":26.0,"memoryUsedBytes":812646400,
         "memoryTotalBytes":3977658368,"modelBytes":457520,"wireBytes":460000,
         "operatorsDelegated":5,"operatorsTotal":5}""";

    assertThat(MessageCodec.decode(sample.getBytes(UTF_8), SystemSample.class).board()).isNull();
    assertThat(MessageCodec.decode(measurement.getBytes(UTF_8), Measurement.class))
        .extracting(
            Measurement::temperatureCelsius, Measurement::throttledMeanwhile, Measurement::board)
        .containsOnlyNulls();
  }

  @Test
  void decode_readsARequestThatWasWrittenBeforeTheNodeJudgedInOtherWays() throws Exception {
    TrialRequest request = MessageCodec.decode(REQUEST.getBytes(UTF_8), TrialRequest.class);

    assertThat(request.judged()).isEqualTo(Judgement.TOP_1);
    assertThat(request.ownHead()).as("although it is the model").contains(request.model());
    assertThat(request.isOnProbe()).isFalse();
    assertThat(new String(MessageCodec.encode(request), UTF_8)).doesNotContain("judgement");
  }

  @Test
  void decode_refusesNumbersThatAreNotFinite() {
    Object sample = oneOfEach().get(5);
    String json = new String(MessageCodec.encode(sample), UTF_8);
    for (String odd : List.of("\"NaN\"", "\"Infinity\"", "1e999")) {
      String payload =
          json.replaceFirst("\"systemCpuPercent\":[^,]+", "\"systemCpuPercent\":" + odd);
      assertRefused(payload.getBytes(UTF_8), typeOf(sample), "systemCpuPercent");
    }
  }

  @Test
  void decode_refusesARecordOfASchemaThatItDoesNotKnow() {
    String presence = new String(MessageCodec.encode(oneOfEach().get(1)), UTF_8);

    assertRefused(
        presence.replace("\"schema\":1", "\"schema\":2").getBytes(UTF_8),
        Presence.class,
        "record schema: expected 1, found 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "{}",
        "1",
        "\"text\"",
        "{",
        "{\"schema\":",
        "not json",
        "{\"schema\":1,}",
        "\u0000\u0001\u0002",
        "\uFEFF{}"
      })
  void decode_refusesGarbage(String payload) {
    assertRefused(payload.getBytes(UTF_8), TrialRequest.class, "");
    assertRefused(payload.getBytes(UTF_8), TrialResult.class, "");
    assertRefused(payload.getBytes(UTF_8), Presence.class, "");
  }

  @Test
  void decode_refusesWhatFollowsTheMessage() {
    assertRefused((REQUEST + "{}").getBytes(UTF_8), TrialRequest.class, "");
    assertRefused((REQUEST + "x").getBytes(UTF_8), TrialRequest.class, "");
  }

  @Test
  void decode_refusesAResultOfUnknownStatus() {
    assertRefused("{\"status\":\"maybe\"}".getBytes(UTF_8), TrialResult.class, "maybe");
  }

  @Test
  void decode_refusesDeepNestingEvenWhereItWouldBeIgnored() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);

    assertRefused(
        REQUEST.replace("\"schema\"", "\"deep\":" + deep + ",\"schema\"").getBytes(UTF_8),
        TrialRequest.class,
        "");
  }

  @Test
  void decode_keepsItsComplaintShort() {
    String message = REQUEST.replace("a/1", "x\\n".repeat(3_000));

    assertRefused(message.getBytes(UTF_8), TrialRequest.class, "trial id");
  }

  @Test
  void decode_survivesSeededGarbage() {
    Random random = new Random(8);
    List<Object> messages = oneOfEach();
    List<byte[]> payloads = messages.stream().map(MessageCodec::encode).toList();
    for (int i = 0; i < 20_000; i++) {
      byte[] payload = payloads.get(i % payloads.size()).clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        payload[random.nextInt(payload.length)] = (byte) random.nextInt(256);
      }
      Class<?> type = typeOf(messages.get(i % messages.size()));
      try {
        MessageCodec.decode(payload, type);
      } catch (MalformedMessageException e) {
        assertOneShortLine(e);
      } catch (RuntimeException e) {
        fail("payload " + new String(payload, UTF_8), e);
      }
    }
  }

  @Test
  void encode_leavesOutWhatIsAbsentAndWritesTimesAsText() throws IOException {
    JsonNode json = JSON.readTree(MessageCodec.encode(oneOfEach().get(1)));

    assertThat(json.has("descriptor")).isFalse();
    assertThat(json.at("/stamp/at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    assertThat(json.at("/state").asText()).isEqualTo("offline");
  }

  private static void assertRefused(byte[] payload, Class<?> type, String about) {
    assertThatThrownBy(() -> MessageCodec.decode(payload, type))
        .isInstanceOfSatisfying(
            MalformedMessageException.class, MessageCodecTest::assertOneShortLine)
        .hasMessageContaining(about);
  }

  private static void assertOneShortLine(MalformedMessageException e) {
    assertThat(e.getMessage()).isNotBlank().doesNotContain("\n", "\r").hasSizeLessThan(400);
  }

  private static Class<?> typeOf(Object message) {
    return message instanceof TrialResult ? TrialResult.class : message.getClass();
  }

  /** The message itself and every object in it, but for those whose keys are free. */
  private static List<ObjectNode> objects(JsonNode json) {
    List<ObjectNode> objects = new ArrayList<>();
    if (json instanceof ObjectNode object) {
      objects.add(object);
      object
          .properties()
          .forEach(
              field -> {
                if (!FREE_KEYS.contains(field.getKey())) {
                  objects.addAll(objects(field.getValue()));
                }
              });
    }
    return objects;
  }

  private static List<String> required(ObjectNode object, Class<?> message) {
    List<String> fields =
        new ArrayList<>(object.properties().stream().map(f -> f.getKey()).toList());
    if (!TrialRequest.class.equals(message)) {
      fields.removeAll(OPTIONAL);
    }
    fields.removeAll(OPTIONAL_IN.getOrDefault(message, Set.of()));
    return fields;
  }
}
