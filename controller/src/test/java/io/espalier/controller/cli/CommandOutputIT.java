package io.espalier.controller.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.espalier.controller.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What commands make of a controller's answers. The answers in {@code src/test/resources/api} are
 * those of a controller with two nodes, after two rollouts and a rollback.
 */
@SuppressWarnings("NullAway.Init") // JUnit calls the method that fills the field.
class CommandOutputIT {
  private static final Path ANSWERS = Path.of("src/test/resources/api");
  private static HttpServer server;

  @BeforeAll
  static void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1/", CommandOutputIT::answer);
    server.start();
  }

  @AfterAll
  static void close() {
    server.stop(0);
  }

  @ParameterizedTest
  @CsvSource({
    "nodes list, table json yaml csv",
    "nodes show local-1, table json yaml csv",
    "artifacts list, table json yaml csv",
    "rollout list, table json yaml csv",
    "rollout status second, table json",
    "rollout audit second, table json",
    "telemetry tail --no-follow, table json",
    "telemetry export, jsonl csv"
  })
  void output_isAsItWasRead(String command, String formats) throws Exception {
    for (String format : List.of(formats.split(" "))) {
      Program program = run(command + " -o " + format);
      assertThat(program.code()).as(program.err()).isZero();
      assertThat(program.err()).isEmpty();
      Golden.assertSame(
          "output/%s.%s".formatted(command.replaceAll("[ -]+", "-"), format),
          format.matches("table|csv") ? timeless(program.out()) : program.out());
    }
  }

  /** How long something is ago goes on, and columns grow with it. */
  private static String timeless(String said) {
    return said.replaceAll("\\b\\d+ (s|min|h|d)\\b( ago)?", "TIME").replaceAll(" {2,}", "  ");
  }

  @ParameterizedTest
  @CsvSource({"nodes show nobody, 3", "rollout status nothing, 3", "artifacts retire 000000, 3"})
  void whatIsNotThere_isSaidInOneLine(String command, int code) {
    Program program = run(command);
    assertThat(program.code()).isEqualTo(code);
    assertThat(program.out()).isEmpty();
    assertThat(program.err()).hasLineCount(1).startsWith("espalier: ").contains("expected");
  }

  @Test
  void withoutAController_itIsSaidHowToStartOne() {
    Program program = Program.run("nodes", "list", "--server", "http://127.0.0.1:1");
    assertThat(program.code()).isEqualTo(ExitCode.FAILED.code());
    assertThat(program.err())
        .isEqualTo("espalier: no controller at http://127.0.0.1:1; start one with 'espalier up'\n");
  }

  private static Program run(String command) {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.add("--server");
    words.add("http://127.0.0.1:" + server.getAddress().getPort());
    return Program.run(words.toArray());
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().replaceFirst("^/api/v1/", "");
    Path file = ANSWERS.resolve(path.replace('/', '_') + ".json");
    boolean known = Files.exists(file);
    byte[] body =
        known
            ? Files.readAllBytes(file)
            : ("{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
                    + "\"detail\":\"%s: expected one that is known, found none\"}")
                .formatted(path)
                .getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(known ? 200 : 404, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
