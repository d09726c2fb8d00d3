package io.espalier.controller.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Mosquitto of this machine on a free port of loopback. */
record Mosquitto(ChildProcess process, int port) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  static Mosquitto start(Path directory) throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path file = directory.resolve("mosquitto.conf");
    Files.writeString(
        file,
        """
        listener %d 127.0.0.1
        allow_anonymous true
        persistence false
        max_queued_messages 0
        max_inflight_messages %d
        set_tcp_nodelay true
        log_dest stderr
        """
            .formatted(port, Sender.MOST_IN_FLIGHT));
    ChildProcess process =
        ChildProcess.start(
            "mosquitto",
            directory.resolve("mosquitto.log"),
            List.of(program(), "-c", file.toString()));
    try {
      process.await(Pattern.compile("mosquitto version \\S+ running"), PATIENCE);
    } catch (IOException e) {
      process.close();
      throw e;
    }
    return new Mosquitto(process, port);
  }

  @Override
  public void close() {
    process.close();
  }

  private static String program() throws IOException {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Stream.of(path.split(":", -1)), Stream.of("/usr/sbin"))
        .map(directory -> Path.of(directory).resolve("mosquitto"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElseThrow(
            () -> new IOException("mosquitto: expected the broker on the PATH, found none"));
  }
}
