package io.espalier.systemtests.fleet;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.espalier.fixtures.Ports;
import io.espalier.systemtests.fixture.Espalier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code espalier up} as a process, asked over HTTP and by its own commands. */
final class Controller implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path directory;
  private final URI broker;
  private final String name;
  private final List<String> more;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private @Nullable Espalier process;

  Controller(Path directory, URI broker) throws IOException {
    this(directory, broker, "controller");
  }

  /**
   * One of several.
   *
   * @param name of its data directory
   * @param more options
   */
  Controller(Path directory, URI broker, String name, String... more) throws IOException {
    this.directory = directory;
    this.broker = broker;
    this.name = name;
    this.more = List.of(more);
    this.port = Ports.free();
  }

  Path data() {
    return directory.resolve(name);
  }

  /** Makes a key in a data directory; the file for nodes is returned. */
  static Path newKey(Path directory, Path data) throws IOException, InterruptedException {
    try (Espalier init = Espalier.start(directory, "keys", "init", "--data-dir", data.toString())) {
      init.succeed(PATIENCE);
      return Path.of(init.out().strip());
    }
  }

  /** Removes its key; it signs nothing after its next start. */
  void forgetKey() throws IOException {
    Files.delete(data().resolve("signing-key.pem"));
    Files.delete(data().resolve("signing-key.pub.pem"));
  }

  /** Starts it, and waits until it answers. */
  void start() throws IOException {
    launch();
    awaitReady();
  }

  /** Starts it. */
  void launch() throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("up", "--listen", "127.0.0.1:" + port, "--data-dir", data().toString()));
    command.addAll(List.of("--broker", broker.toString()));
    command.addAll(List.of("--experiment-data", directory.toString()));
    command.addAll(more);
    process = Espalier.start(directory, command.toArray(String[]::new));
  }

  /** Waits until it answers. */
  void awaitReady() {
    Espalier started = Objects.requireNonNull(process);
    await("controller")
        .atMost(PATIENCE)
        .until(
            () -> {
              if (!started.isAlive()) {
                throw new AssertionError("the controller ended; it said: " + started.err());
              }
              return started.err().contains("espalier: ready");
            });
  }

  /** Whether it drives: one that follows tells nobody whether there is such a rollout. */
  boolean isDriving() throws IOException, InterruptedException {
    HttpRequest question =
        request("/rollouts/none/pause").POST(HttpRequest.BodyPublishers.noBody()).build();
    int status = http.send(question, HttpResponse.BodyHandlers.discarding()).statusCode();
    return status == 404;
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    if (process != null) {
      process.kill();
    }
  }

  /** A command of {@code espalier} that asks this controller. */
  Espalier command(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--server", "http://127.0.0.1:" + port));
    return Espalier.start(directory, all.toArray(String[]::new));
  }

  /** What it answers to a GET below {@code /api/v1}; a broken answer is an error. */
  JsonNode get(String path) {
    return answer(request(path).GET().build());
  }

  /** What it answers to a POST without a body. */
  JsonNode post(String path) {
    return answer(request(path).POST(HttpRequest.BodyPublishers.noBody()).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path))
        .timeout(PATIENCE);
  }

  private JsonNode answer(HttpRequest request) {
    try {
      HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() >= 300) {
        throw new IOException(request.uri() + ": " + answer.statusCode());
      }
      return json.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What it knows of a node; a missing one if it has not heard of it. */
  JsonNode node(String id) {
    for (JsonNode node : get("/nodes").path("nodes")) {
      if (node.path("id").asText().equals(id)) {
        return node;
      }
    }
    return json.missingNode();
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }
}
