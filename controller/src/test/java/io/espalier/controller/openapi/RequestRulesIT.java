package io.espalier.controller.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.controller.api.ArtifactView;
import io.espalier.controller.api.RolloutView;
import io.espalier.controller.files.DataDirectory;
import io.espalier.controller.store.AnswerStore;
import io.espalier.controller.store.Store;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.probe.ProbeSet;
import io.espalier.shared.protocol.MessageCodec;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for requests whatever they are about: keys, tags, pages, headers. */
class RequestRulesIT {
  @TempDir private Path directory;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private DescribedFleet fleet;

  @BeforeEach
  void start() throws Exception {
    fleet = new DescribedFleet(directory);
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  @Test
  void requestSentAgainWithItsKey_doesNothingTwice() throws Exception {
    HttpResponse<String> first = post("/rollouts", rollout(null), "Idempotency-Key", "k-1");
    HttpResponse<String> second = post("/rollouts", rollout(null), "Idempotency-Key", "k-1");
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(first.headers().firstValue("idempotency-replayed")).isEmpty();
    assertThat(second.headers().firstValue("idempotency-replayed")).hasValue("true");
    assertThat(rollouts()).hasSize(1);

    HttpResponse<String> other = post("/rollouts", rollout("b"), "Idempotency-Key", "k-1");
    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(other.body()).contains("expected a new one for another request");
    assertThat(post("/rollouts", rollout("b"), "Idempotency-Key", "a b").statusCode())
        .isEqualTo(400);
    assertThat(rollouts()).hasSize(1);
  }

  @Test
  void requestWhoseSenderLeft_isCarriedOutOnce_andAnsweredToWhoeverAsksAgain() throws Exception {
    String body = rollout(null);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), fleet.port())) {
      String head =
          "POST /api/v1/rollouts HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: k-6\r\n"
              + "Content-Length: %d\r\n\r\n".formatted(body.length());
      socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
    }
    Awaitility.await().until(() -> rollouts().size() == 1);
    Awaitility.await()
        .untilAsserted(
            () -> {
              HttpResponse<String> answer = post("/rollouts", body, "Idempotency-Key", "k-6");
              assertThat(answer.headers().firstValue("idempotency-replayed")).hasValue("true");
              assertThat(answer.body()).contains(rollouts().get(0));
            });
    assertThat(rollouts()).hasSize(1);
  }

  @Test
  void refusal_isTheSameWhenItIsAskedForAgain_alsoByAControllerStartedSince() throws Exception {
    HttpResponse<String> first = post("/rollouts/none/pause", "", "Idempotency-Key", "k-2");
    fleet.restart();
    HttpResponse<String> second = post("/rollouts/none/pause", "", "Idempotency-Key", "k-2");
    assertThat(first.statusCode()).isEqualTo(404);
    assertThat(second.statusCode()).isEqualTo(404);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(second.headers().firstValue("idempotency-replayed")).hasValue("true");
  }

  @Test
  void whatAKilledControllerDid_isNotDoneAgain_andWhatItDidNotIsDone() throws Exception {
    String done = rollout("done");
    assertThat(post("/rollouts", done).statusCode()).isEqualTo(201);
    assertThat(post("/rollouts/done/abort", "").statusCode()).isEqualTo(200);
    String other = rollout("other");
    fleet.stop();
    begunByTheDead("k-3", "POST /api/v1/rollouts\n" + done);
    begunByTheDead("k-4", "POST /api/v1/rollouts/done/abort\n");
    begunByTheDead("k-5", "POST /api/v1/rollouts\n" + other);
    fleet.start();

    HttpResponse<String> again = post("/rollouts", done, "Idempotency-Key", "k-3");
    assertThat(again.statusCode()).as(again.body()).isEqualTo(201);
    assertThat(post("/rollouts/done/abort", "", "Idempotency-Key", "k-4").statusCode())
        .isEqualTo(200);
    assertThat(post("/rollouts", other, "Idempotency-Key", "k-5").statusCode()).isEqualTo(201);
    assertThat(rollouts()).containsExactlyInAnyOrder("done", "other");
    assertThat(
            fleet
                .client()
                .get("/rollouts/done/audit", Map.of(), RolloutView.Audit.Several.class)
                .entries())
        .extracting(RolloutView.Audit::what)
        .containsOnlyOnce("created", "abort");
  }

  @Test
  void orderForARolloutThatHasChangedSince_isNotFollowed() throws Exception {
    HttpResponse<String> begun = post("/rollouts", rollout("a"));
    assertThat(begun.statusCode()).isEqualTo(201);
    assertThat(begun.body()).contains("wave 1 of 1");
    String tag = get("/rollouts/a").headers().firstValue("etag").orElse("");
    assertThat(post("/rollouts/a/pause", "", "If-Match", tag).statusCode()).isEqualTo(200);
    HttpResponse<String> late = post("/rollouts/a/abort", "", "If-Match", tag);
    assertThat(late.statusCode()).isEqualTo(412);
    assertThat(late.body()).contains("rollout a has changed since");
    String newer = get("/rollouts/a").headers().firstValue("etag").orElse("");
    assertThat(post("/rollouts/a/resume", "", "If-Match", "\"x\", " + newer).statusCode())
        .isEqualTo(200);
    assertThat(post("/rollouts/a/pause", "", "If-Match", "*").statusCode()).isEqualTo(200);
  }

  @Test
  void labelsThatSomebodyElseGave_areNotOverwrittenUnseen() throws Exception {
    String tag = get("/nodes/pi-1/labels").headers().firstValue("etag").orElse("");
    assertThat(label("shops", tag).statusCode()).isEqualTo(200);
    assertThat(label("lab", tag).statusCode()).isEqualTo(412);
    HttpResponse<String> now = get("/nodes/pi-1/labels");
    assertThat(now.body()).isEqualTo("{\"labels\":{\"group\":\"shops\"}}");
    assertThat(label("lab", now.headers().firstValue("etag").orElse("")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void pages_makeUpTheList() throws Exception {
    for (int label = 0; label < 4; label++) {
      byte[] probe = new ProbeSet(1, new float[] {label}, new int[] {label}).encode();
      fleet
          .client()
          .upload("/artifacts", Map.of("kind", "probe", "name", "p"), probe, ArtifactView.class);
    }
    List<Digest> all = digests(artifacts(Map.of()));
    List<Digest> paged = new ArrayList<>();
    ArtifactView.Several page = artifacts(Map.of("limit", "2"));
    paged.addAll(digests(page));
    while (page.next() != null) {
      page = artifacts(Map.of("limit", "2", "after", page.next()));
      paged.addAll(digests(page));
    }
    assertThat(all).hasSize(5);
    assertThat(paged).isEqualTo(all);
    assertThat(get("/artifacts?limit=0").statusCode()).isEqualTo(400);
    assertThat(get("/artifacts?after=bm93aGVyZQ").statusCode()).isEqualTo(400);
    assertThat(get("/nodes?limit=1").body()).doesNotContain("next");
  }

  @Test
  void answers_tellBrowsersToBeCareful_andAreCompressedForWhoeverAsks() throws Exception {
    HttpResponse<String> answer = get("/nodes", "Accept-Encoding", "gzip");
    assertThat(answer.headers().firstValue("content-encoding")).hasValue("gzip");
    assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    assertThat(answer.headers().firstValue("content-security-policy").orElse(""))
        .contains("default-src 'self'")
        .doesNotContain("script-src", "unsafe-eval");
    assertThat(get("/nodes").headers().firstValue("content-encoding")).isEmpty();
  }

  private void begunByTheDead(String key, String request) throws Exception {
    try (DataDirectory data = DataDirectory.open(directory);
        Store store = Store.open(data.database())) {
      Instant now = Instant.now();
      store
          .answers()
          .begin(
              new AnswerStore.RequestKey("(this machine)", key),
              new AnswerStore.Begun(
                  Digest.of(request.getBytes(StandardCharsets.UTF_8)).hex(), "dead", now),
              // An hour: what is older than this is forgotten, and a busy machine takes its time.
              now.minus(Duration.ofHours(1)));
    }
  }

  private String rollout(@Nullable String name) {
    return "{%s\"model\":\"%s\",\"to\":\"all\"}"
        .formatted(name == null ? "" : "\"name\":\"" + name + "\",", fleet.model());
  }

  private List<String> rollouts() throws Exception {
    return fleet.client().get("/rollouts", Map.of(), RolloutView.Several.class).rollouts().stream()
        .map(view -> view.id().value())
        .toList();
  }

  private ArtifactView.Several artifacts(Map<String, String> query) throws Exception {
    return fleet.client().get("/artifacts", query, ArtifactView.Several.class);
  }

  private static List<Digest> digests(ArtifactView.Several page) {
    return page.artifacts().stream().map(ArtifactView::digest).toList();
  }

  private HttpResponse<String> label(String group, String tag) throws Exception {
    return send(
        request("/nodes/pi-1/labels", "If-Match", tag)
            .PUT(
                BodyPublishers.ofByteArray(
                    MessageCodec.encode(Map.of("labels", Map.of("group", group))))));
  }

  private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
    return send(request(path, headers).POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    return send(request(path, headers).GET());
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(fleet.base() + path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
