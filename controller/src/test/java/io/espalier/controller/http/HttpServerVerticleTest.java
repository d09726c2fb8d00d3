package io.espalier.controller.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.controller.api.Problem;
import io.espalier.shared.protocol.MessageCodec;
import io.vertx.ext.web.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HttpServerVerticleTest {
  private static final String NO_ADDRESS = "expected an address that openapi.json names";

  private record Word(String word) {}

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> answered = new CopyOnWriteArrayList<>();

  @RegisterExtension
  private final TestServer server =
      new TestServer(
          new HttpServerVerticle(
              List.of(HttpServerVerticleTest::mount),
              (method, route, status, took) -> answered.add(method + " " + route + " " + status)));

  @Test
  void message_isReadAndAnswered() throws Exception {
    HttpResponse<String> answer = post("{\"word\":\"ü\"}");
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.body()).isEqualTo("{\"word\":\"ü\"}");
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
  }

  @Test
  void addressWhereNothingIs_isAProblem() throws Exception {
    isProblem(get("/api/v1/nothing"), 404, "GET /api/v1/nothing: " + NO_ADDRESS);
    isProblem(get("/nothing"), 404, "GET /nothing: " + NO_ADDRESS);
    isProblem(
        get("/api/v1/words"),
        405,
        "GET /api/v1/words: expected a method that openapi.json names for it");
  }

  @Test
  void bodyThatIsNoMessage_isAProblemInOneLine() throws Exception {
    isProblem(post(""), 400, "body: expected JSON, found nothing");
    isProblem(post("{}"), 400, "Word.word: is missing");
    assertThat(post("{\"word\":").statusCode()).isEqualTo(400);
    assertThat(post("{\"word\":\"a\"} {}").statusCode()).isEqualTo(400);
    assertThat(post("[".repeat(5_000)).statusCode()).isEqualTo(400);
  }

  @Test
  void bodyThatIsTooLarge_isRefused() throws Exception {
    isProblem(
        post("\"" + "x".repeat(2 << 20) + "\""),
        413,
        "POST /api/v1/words: expected a smaller body");
  }

  @Test
  void whatGoesWrongInside_staysInside() throws Exception {
    isProblem(get("/api/v1/broken"), 500, "the controller's log says why");
  }

  @Test
  void pageFromElsewhere_isRefused() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri("/api/v1/healthz"))
            .header("Origin", "http://example.org")
            .build();
    assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(403);
    assertThat(statusFor("example.org")).contains("403");
    assertThat(statusFor("127.0.0.1.example.org")).contains("403");
    assertThat(statusFor("localhost:8080")).contains("200");
  }

  @Test
  void requests_areToldOfByRoute_notByAddress() throws Exception {
    statusFor("localhost:8080");
    Awaitility.await().until(() -> answered.contains("GET /api/v1/healthz 200"));
    assertThat(post("{\"word\":\"a\"}").statusCode()).isEqualTo(201);
    Awaitility.await().until(() -> answered.contains("POST /api/v1/words 201"));
  }

  @Test
  void portThatIsTaken_isSaidInOneLine() {
    TestServer second =
        new TestServer(
            new HttpServerVerticle(
                "127.0.0.1",
                server.port(),
                List.of(),
                List.of(),
                RequestListener.NONE,
                Entrance.LOCAL));
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(second::start)
        .withCauseInstanceOf(BindException.class)
        .withMessageContaining(
            "127.0.0.1:" + server.port() + ": expected a free port of this machine, found:");
    second.stop();
  }

  private static void mount(Router api) {
    api.get("/broken")
        .handler(
            exchange -> {
              throw new IllegalStateException("a secret of the inside");
            });
    api.post("/words")
        .handler(exchange -> Exchange.answer(exchange, 201, Exchange.read(exchange, Word.class)));
  }

  private static void isProblem(HttpResponse<String> answer, int status, String detail)
      throws Exception {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type")).hasValue(Problem.MEDIA_TYPE);
    Problem problem =
        MessageCodec.decode(answer.body().getBytes(StandardCharsets.UTF_8), Problem.class);
    assertThat(problem.status()).isEqualTo(status);
    assertThat(problem.detail()).isEqualTo(detail);
  }

  /** By hand, for Java's client does not let anybody choose the host. */
  private String statusFor(String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write(
              "GET /api/v1/healthz HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(host)
                  .getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(server.uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(server.uri("/api/v1/words"))
            .POST(BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
