package io.espalier.node;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A real broker on a loopback port, which can be killed and started again. */
final class Mosquitto implements AutoCloseable {
  private final String program;
  private final Path directory;
  private final int port;
  private @Nullable Process process;

  private Mosquitto(String program, Path directory, int port) {
    this.program = program;
    this.directory = directory;
    this.port = port;
  }

  /** Where the program is, if it is installed. */
  static Optional<String> program() {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
        .map(folder -> Path.of(folder, "mosquitto"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  /** Starts a broker that keeps what it retains in {@code directory}. */
  static Mosquitto start(String program, Path directory) throws IOException {
    Mosquitto mosquitto = new Mosquitto(program, directory, freePort());
    Files.writeString(
        directory.resolve("mosquitto.conf"),
        """
        listener %d 127.0.0.1
        allow_anonymous true
        user root
        max_queued_messages 0
        persistence true
        persistence_location %s/
        autosave_on_changes true
        autosave_interval 1
        """
            .formatted(mosquitto.port, directory));
    mosquitto.start();
    return mosquitto;
  }

  URI address() {
    return URI.create("mqtt://127.0.0.1:" + port);
  }

  void start() throws IOException {
    process =
        new ProcessBuilder(program, "-c", directory.resolve("mosquitto.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    Awaitility.await().until(this::accepts);
  }

  /** As a loss of power would. */
  void kill() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly().onExit().join();
    }
  }

  @Override
  public void close() {
    kill();
  }

  private boolean accepts() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
