package io.espalier.systemtests.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.fixtures.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A node process, and what the operating system does for it: one that ends by itself is started
 * again.
 */
final class FleetNode implements AutoCloseable {
  private static final Path JAR =
      Path.of(System.getProperty("espalier.home", ".."))
          .toAbsolutePath()
          .normalize()
          .resolve("edge-node/target/espalier-node.jar");
  private static final long RESTART_MILLIS = 300;

  private final String id;
  private final Path directory;
  private final int port;
  private final List<String> command;
  private final Map<String, String> environment = new HashMap<>();
  private @Nullable Process process;
  private boolean wanted;
  private int ends;

  /**
   * A node that does not run yet.
   *
   * @param directory of the test; the node's data and log go into it
   * @param more options
   */
  FleetNode(String id, URI broker, Path directory, List<String> more) throws IOException {
    assertThat(JAR).as("built before by `mvn verify` or `mvn package`").exists();
    this.id = id;
    this.directory = directory;
    this.port = Ports.free();
    this.command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx96m"));
    command.addAll(List.of("-jar", JAR.toString(), "--id", id, "--broker", broker.toString()));
    command.addAll(List.of("--data-dir", data().toString(), "--telemetry-interval", "300ms"));
    command.addAll(List.of("--reconnect-within", "1s"));
    command.addAll(List.of("--infer-listen", "127.0.0.1:" + port));
    command.addAll(more);
  }

  String id() {
    return id;
  }

  /** Where it keeps what outlives it. */
  Path data() {
    return directory.resolve(id);
  }

  /** What it said until now, all its lives. */
  String log() throws IOException {
    return Files.readString(directory.resolve(id + ".log"));
  }

  /** Where programs of its machine ask it. */
  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** From its next start on its clock shows what libfaketime is told, for instance {@code +1y}. */
  synchronized void setClock(Path libfaketime, String clock) {
    environment.put("LD_PRELOAD", libfaketime.toString());
    environment.put("FAKETIME", clock);
    // Only what people call time is wrong on such a board.
    environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    environment.put("FAKETIME_FORCE_MONOTONIC_FIX", "0");
  }

  /** From its next start on its clock is right. */
  synchronized void setClockRight() {
    environment.clear();
  }

  /** Switches it on. */
  synchronized void start() throws IOException {
    wanted = true;
    launch();
  }

  /** Ends it as a loss of power does; it stays off. */
  void kill() {
    Process running;
    synchronized (this) {
      wanted = false;
      running = process;
    }
    if (running != null) {
      running.destroyForcibly().onExit().join();
    }
  }

  /** Ends its process as {@code kill -9} does; it is started again at once. */
  void crash() {
    running().orElseThrow().destroyForcibly().onExit().join();
  }

  /** Its process, if there is one now. */
  synchronized Optional<Process> running() {
    return Optional.ofNullable(process).filter(Process::isAlive);
  }

  /** How often its process ended while it was switched on. */
  synchronized int ends() {
    return ends;
  }

  @Override
  public void close() {
    kill();
  }

  private synchronized void launch() throws IOException {
    if (!wanted || running().isPresent()) {
      return;
    }
    Path log = directory.resolve(id + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    Process started = builder.start();
    process = started;
    started.onExit().thenRun(this::ended);
  }

  private synchronized void ended() {
    if (wanted) {
      ends++;
      CompletableFuture.delayedExecutor(RESTART_MILLIS, TimeUnit.MILLISECONDS)
          .execute(
              () -> {
                try {
                  launch();
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
    }
  }
}
