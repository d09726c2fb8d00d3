package io.espalier.controller.lead;

import static org.awaitility.Awaitility.await;

import io.espalier.controller.client.ApiClient;
import io.espalier.controller.process.LocalPostgres;
import io.espalier.controller.store.PostgresStore;
import io.espalier.fixtures.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * {@code espalier up} as a process.
 *
 * @param process of it
 * @param address where it is asked
 * @param output what it says goes there
 */
record ControllerProcess(Process process, String address, Path output) implements AutoCloseable {
  /** Starts one, and waits until it answers. */
  static ControllerProcess start(Path directory, URI broker, PostgresStore store)
      throws IOException {
    Files.createDirectories(directory);
    Path output = directory.resolve("log");
    String listen = "127.0.0.1:" + Ports.free();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.espalier.controller.ControllerMain",
                "up",
                "--listen",
                listen,
                "--data-dir",
                directory.resolve("data").toString(),
                "--broker",
                broker.toString(),
                "--store",
                store.address().toString(),
                "--store-user",
                LocalPostgres.USER)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    ControllerProcess started = new ControllerProcess(process, "http://" + listen, output);
    await("controller")
        .atMost(Duration.ofSeconds(60))
        .until(() -> started.log().contains("espalier: ready") || !process.isAlive());
    if (!process.isAlive()) {
      throw new IOException("the controller ended; it said: " + started.log());
    }
    return started;
  }

  ApiClient client() {
    return new ApiClient(address);
  }

  /** Asks it, and nobody else, to take a node's labels away. */
  HttpResponse<String> clearLabels(String node) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(address + "/api/v1/nodes/" + node + "/labels"))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"labels\":{}}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  /** What it said until now. */
  String log() throws IOException {
    return Files.readString(output);
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
