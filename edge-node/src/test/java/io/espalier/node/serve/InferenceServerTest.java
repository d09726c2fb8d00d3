package io.espalier.node.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.espalier.node.inference.FakeEngine;
import io.espalier.node.inference.OutputType;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.infer.InferenceAnswer;
import io.espalier.shared.protocol.MessageCodec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // Set up before each test.
class InferenceServerTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final LiveModel live = new LiveModel();
  private final InferenceThreads threads = new InferenceThreads(live);
  private InferenceServer server;

  @BeforeEach
  void start() throws IOException {
    server = InferenceServer.start(InferenceServer.loopback("127.0.0.1:0"), threads);
  }

  @AfterEach
  void stop() {
    server.close();
    threads.close();
  }

  @Test
  void infer_answersWithWhatTheModelMakesOfTheRows() throws Exception {
    live.serve(model(FakeEngine.identity(2), true));

    HttpResponse<byte[]> response = post("{\"id\":\"a\",\"inputs\":[[1,2],[4,3]]}");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    InferenceAnswer answer = MessageCodec.decode(response.body(), InferenceAnswer.class);
    assertThat(answer.id()).isEqualTo("a");
    assertThat(answer.outputs()).isDeepEqualTo(new float[][] {{1, 2}, {4, 3}});
    assertThat(answer.classes()).containsExactly(1, 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "null",
        "{}",
        "{\"inputs\":[]}",
        "{\"inputs\":[null]}",
        "{\"inputs\":[[1]]}",
        "{\"inputs\":[[1,null]]}",
        "{\"inputs\":[[1,\"2\"]]}",
        "{\"inputs\":[[1,\"NaN\"]]}",
        "{\"inputs\":[[1,1e999]]}",
        "{\"inputs\":[[1,NaN]]}",
        "{\"inputs\":[[1,-Infinity]]}",
        "{\"inputs\":[[1,2,3]]}",
        "{\"inputs\":[1,2]}",
        "{\"inputs\":[[[1,2]]]}",
        "{\"inputs\":\"1,2\"}",
        "\u0000\u0001\u0002",
        "{\"inputs\":[[1,2]]} and more",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
      })
  void infer_refusesRubbishInOneLine_andTakesTheNext(String body) throws Exception {
    live.serve(model(FakeEngine.identity(2), false));

    HttpResponse<byte[]> response = post(body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(MessageCodec.decode(response.body(), InferenceAnswer.class).error())
        .isNotBlank()
        .doesNotContain("\n");
    assertThat(post("{\"inputs\":[[1,2]]}").statusCode()).isEqualTo(200);
  }

  @Test
  void infer_refusesMoreRowsOrBytesThanTheModelTakes() throws Exception {
    live.serve(model(FakeEngine.identity(30_000), false));
    String row = "[" + "0,".repeat(29_999) + "0]";

    assertThat(post("{\"inputs\":[%s,%s]}".formatted(row, row)).statusCode()).isEqualTo(200);
    assertThat(post("{\"inputs\":[%s,%s,%s]}".formatted(row, row, row)).statusCode())
        .isEqualTo(413);
    HttpResponse<byte[]> response = post(" ".repeat(2_000_000));
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(new String(response.body(), UTF_8))
        .contains("body: expected at most 1924096 bytes, for 2 rows of 30000 values");
  }

  @Test
  void infer_saysThatTheModelFailed() throws Exception {
    live.serve(
        model(new FakeEngine(1, 1, OutputType.FLOAT32, row -> new float[] {Float.NaN}), false));

    assertThat(post("{\"inputs\":[[1]]}").statusCode()).isEqualTo(500);
  }

  @Test
  void server_saysThatNothingServes() throws Exception {
    assertThat(post("{\"inputs\":[[1]]}").statusCode()).isEqualTo(503);
    assertThat(get("/healthz").statusCode()).isEqualTo(503);
  }

  @Test
  void health_tellsWhatServesAndHowWell() throws Exception {
    live.serve(model(FakeEngine.identity(1), false));
    post("{\"inputs\":[[1],[2]]}");

    HttpResponse<byte[]> response = get("/healthz");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(new String(response.body(), UTF_8))
        .isEqualTo(
            "{\"model\":\"%s\",\"deployment\":\"d-1\",\"goodInferences\":2}"
                .formatted(Digest.of(new byte[1])));
  }

  @Test
  void server_refusesOtherPathsAndMethods() throws Exception {
    assertThat(get("/infer").statusCode()).isEqualTo(405);
    assertThat(get("/infer").headers().firstValue("Allow")).contains("POST");
    assertThat(get("/inferior").statusCode()).isEqualTo(404);
    assertThat(get("/").statusCode()).isEqualTo(404);
  }

  @Test
  void server_thatIsAskedTooMuch_refusesSome_andComesBack() throws Exception {
    CountDownLatch mayEnd = new CountDownLatch(1);
    live.serve(model(new FakeEngine(1, 1, OutputType.FLOAT32, row -> wait(mayEnd, row)), false));
    List<CompletableFuture<Integer>> asked = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      asked.add(
          client
              .sendAsync(
                  request("/infer").POST(body("{\"inputs\":[[1]]}")).build(),
                  HttpResponse.BodyHandlers.discarding())
              .handle((response, refused) -> refused == null ? response.statusCode() : 0));
    }
    await().until(() -> asked.stream().anyMatch(CompletableFuture::isDone));
    mayEnd.countDown();

    assertThat(asked).map(CompletableFuture::join).containsOnly(0, 200);
    assertThat(post("{\"inputs\":[[1]]}").statusCode()).isEqualTo(200);
  }

  @Test
  void server_outlivesAProgramThatNeverEndsItsRequest() throws Exception {
    live.serve(model(FakeEngine.identity(1), false));
    try (Socket one = new Socket(server.address().getAddress(), server.address().getPort())) {
      one.getOutputStream().write("POST /infer HTTP/1.1\r\nContent-Le".getBytes(UTF_8));
      assertThat(post("{\"inputs\":[[1]]}").statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:8079", "localhost:0", "[::1]:8079", "127.1.2.3:65535"})
  void loopback_takesAddressesOfThisMachineAlone(String text) {
    assertThat(InferenceServer.loopback(text).getAddress().isLoopbackAddress()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0:8079", "192.0.2.7:8079", "[::]:8079", "[2001:db8::1]:80"})
  void loopback_refusesAddressesThatOthersCanReach(String text) {
    assertThatThrownBy(() -> InferenceServer.loopback(text))
        .hasMessageStartingWith("expected a loopback address");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "8079", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "::1:80", ":80"})
  void loopback_refusesWhatIsNoAddress(String text) {
    assertThatThrownBy(() -> InferenceServer.loopback(text))
        .hasMessageStartingWith("expected HOST:PORT");
  }

  @Test
  void start_saysInOneLineThatThePortIsTaken() {
    InetSocketAddress taken = server.address();

    assertThatThrownBy(() -> InferenceServer.start(taken, threads))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot listen on");
  }

  private HttpResponse<byte[]> post(String body) throws IOException, InterruptedException {
    return client.send(
        request("/infer").POST(body(body)).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + server.address().getPort() + path));
  }

  private static HttpRequest.BodyPublisher body(String text) {
    return HttpRequest.BodyPublishers.ofString(text);
  }

  private static float[] wait(CountDownLatch latch, float[] row) {
    try {
      latch.await();
      return row;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static LoadedModel model(FakeEngine engine, boolean outputsAreScores) {
    return new LoadedModel(
        Digest.of(new byte[1]), new DeploymentId("d-1"), engine, null, outputsAreScores);
  }
}
