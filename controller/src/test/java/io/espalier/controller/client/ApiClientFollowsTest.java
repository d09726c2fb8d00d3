package io.espalier.controller.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.espalier.controller.access.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a controller that follows, and one that drives. */
class ApiClientFollowsTest {
  record Done(String what) {}

  private final List<String> asked = new ArrayList<>();
  private HttpServer driver;
  private HttpServer follower;

  @BeforeEach
  void start() throws IOException {
    driver = server();
    driver.createContext("/", this::drive);
    follower = server();
    follower.createContext("/", this::follow);
  }

  @AfterEach
  void stop() {
    driver.stop(0);
    follower.stop(0);
  }

  @Test
  void whatAFollowerMustNotDo_isAskedOfTheDriver_asItWasAsked() throws Exception {
    Secret token = Secret.random();
    ApiClient client = new ApiClient(new ServerAccess(URI.create(at(follower)), token, null));

    Done done =
        client.upload("/artifacts", Map.of("name", "a b"), "bytes".getBytes(UTF_8), Done.class);

    assertThat(done).isEqualTo(new Done("done"));
    assertThat(asked)
        .containsExactly("POST /api/v1/artifacts?name=a+b Bearer " + token.reveal() + " bytes");
  }

  @Test
  void driverThatIsGone_isNotWaitedFor_andWhatTheFollowerSaidIsSaid() {
    driver.stop(0);
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> new ApiClient(at(follower)).post("/x", Map.of(), Done.class))
        .withMessage("follows");
  }

  @Test
  void driver_isFollowedOnlyWhereItIsReachedAsSafely() {
    assertThat(follows("http://127.0.0.1:1", "http://127.0.0.1:2")).isTrue();
    assertThat(follows("http://a.example", "http://b.example:8080")).isTrue();
    assertThat(follows("https://a.example", "http://b.example")).isFalse();
    assertThat(follows("http://a.example", "http://127.0.0.1:8080")).isFalse();
    assertThat(follows("http://a.example", "http://0.0.0.0:8080")).isFalse();
    assertThat(follows("http://a.example", "file:///etc/passwd")).isFalse();
    ServerAccess shown = new ServerAccess(URI.create("http://127.0.0.1:1"), Secret.random(), null);
    assertThat(shown.at("http://b.example")).as("a token for everybody to read").isEmpty();
  }

  private static boolean follows(String server, String driver) {
    return new ServerAccess(URI.create(server), null, null).at(driver).isPresent();
  }

  private void drive(HttpExchange exchange) throws IOException {
    asked.add(
        "%s %s %s %s"
            .formatted(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                exchange.getRequestHeaders().getFirst("Authorization"),
                new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
    answer(exchange, 201, "{\"what\":\"done\"}");
  }

  private void follow(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().add("Espalier-Driver", at(driver));
    answer(
        exchange,
        503,
        "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,\"detail\":\"follows\"}");
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private static HttpServer server() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    return server;
  }

  private static String at(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }
}
