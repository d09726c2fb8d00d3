package io.espalier.controller.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.espalier.controller.LogCapture;
import io.espalier.controller.access.Role;
import io.espalier.controller.api.ArtifactView;
import io.espalier.controller.api.NodeView;
import io.espalier.controller.api.Problem;
import io.espalier.controller.api.RolloutView;
import io.espalier.controller.api.TelemetryView;
import io.espalier.controller.api.TokenView;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.openapi.ApiDescription;
import io.espalier.controller.openapi.ApiDescription.Operation;
import io.espalier.controller.openapi.DescribedFleet;
import io.espalier.controller.openapi.ExampleRequest;
import io.espalier.shared.protocol.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is asked with something wrong somewhere, of every operation that is described: it is refused
 * in one line, and the controller has what it had.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ApiFuzzContract {
  private static final long SEED = 20_261_129;

  /** What an answer must not tell of the inside. */
  private static final List<String> INSIDE =
      List.of(
          "Exception",
          "\tat ",
          "java.",
          "io.espalier",
          "io.vertx",
          "com.fasterxml",
          "org.h2",
          "PSQL");

  private DescribedFleet fleet;
  private LogCapture log;
  private String token = "";
  private Map<String, ?> before = Map.of();

  private final int cases;
  private final List<Integer> refusals;

  /**
   * One that asks so often of each operation.
   *
   * @param refusals with which so many wrong requests are refused, among others
   */
  ApiFuzzContract(int cases, List<Integer> refusals) {
    this.cases = cases;
    this.refusals = refusals;
  }

  /** A controller with nothing but what is described. */
  abstract DescribedFleet open(Path directory) throws Exception;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    fleet = open(directory);
    fleet
        .client()
        .post(
            "/rollouts",
            Map.of("name", "kept", "model", fleet.model().hex(), "to", "all"),
            RolloutView.class);
    token =
        fleet
            .client()
            .post("/tokens", new TokenView.Wanted("ada", Role.ADMIN, null), TokenView.Made.class)
            .secret();
    log = new LogCapture("io.espalier");
    before = kept();
  }

  @AfterAll
  void stop() {
    log.close();
    fleet.close();
  }

  @TestFactory
  Stream<DynamicTest> whatIsWrong_isRefusedInOneLine() {
    List<Operation> operations = ApiDescription.read().operations();
    return Stream.concat(
        IntStream.range(0, operations.size())
            .mapToObj(
                n ->
                    DynamicTest.dynamicTest(
                        "%s seed=%d".formatted(operations.get(n), SEED + n),
                        () -> tryAll(operations.get(n), SEED + n))),
        Stream.of(
            DynamicTest.dynamicTest(
                "andNothingIsLost_andNothingWentWrongInside seed=" + SEED,
                this::requireAllIsKept)));
  }

  private void tryAll(Operation operation, long seed) throws Exception {
    ExampleRequest good =
        ExampleRequest.of(ApiDescription.read().document(), operation, fleet.examples());
    WildRequests wild = new WildRequests(seed);
    for (int n = 0; n < cases; n++) {
      RawRequest request = wild.of(good, "/api/v1", token);
      check(request.send(fleet.port()), "seed %d, case %d: %s".formatted(seed, n, request));
    }
  }

  private static void check(RawRequest.Answer answer, String what) throws Exception {
    assertThat(answer.status()).as("%s%n%s", what, answer).isBetween(100, 499);
    for (String inside : INSIDE) {
      assertThat(answer.head() + answer.body()).as(what).doesNotContain(inside);
    }
    if (answer.status() >= 400 && answer.says(Problem.MEDIA_TYPE) && !answer.says("gzip")) {
      if (!answer.body().isEmpty()) { // To HEAD nothing is said.
        Problem problem =
            MessageCodec.decode(answer.body().getBytes(StandardCharsets.ISO_8859_1), Problem.class);
        assertThat(problem.status()).as(what).isEqualTo(answer.status());
        assertThat(String.valueOf(problem.detail())).as(what).doesNotContain("\n").isNotEmpty();
      }
    } else if (answer.status() >= 400) {
      assertThat(answer.body().isEmpty() || answer.says("gzip"))
          .as("%s%n%s", what, answer)
          .isTrue();
    }
  }

  private void requireAllIsKept() throws Exception {
    assertThat(kept()).isEqualTo(before);
    assertThat(log.events())
        .filteredOn(event -> event.getLevel() == Level.ERROR || event.getThrowableProxy() != null)
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEmpty();
    for (int status : refusals) {
      assertThat(log.messages().stream().filter(line -> isRefusal(line, status)))
          .as("%d said in the log, but not one by one", status)
          .hasSizeBetween(1, 60);
    }
  }

  private static boolean isRefusal(String line, int status) {
    return line.startsWith("status=%d caller=".formatted(status)) && line.contains(" refused: ");
  }

  private Map<String, ?> kept() throws Exception {
    ApiClient client = fleet.client(token);
    RolloutView rollout = client.get("/rollouts/kept", Map.of(), RolloutView.class);
    NodeView node = client.get("/nodes/pi-1", Map.of(), NodeView.class);
    return Map.of(
        "rollout",
        rollout.spec(),
        "node",
        List.of(node.id(), node.online(), String.valueOf(node.descriptor())),
        "model",
        client.get("/artifacts", Map.of(), ArtifactView.Several.class).artifacts().stream()
            .map(ArtifactView::digest)
            .filter(fleet.model()::equals)
            .toList(),
        "telemetry",
        client
            .get("/telemetry", Map.of("after", "0"), TelemetryView.Several.class)
            .records()
            .toString(),
        "token",
        client.get("/tokens", Map.of(), TokenView.Several.class).tokens().stream()
            .filter(known -> known.name().equals("ada"))
            .toList());
  }
}
