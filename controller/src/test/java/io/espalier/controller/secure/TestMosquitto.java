package io.espalier.controller.secure;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** A real Mosquitto with a configuration as it was written. */
public final class TestMosquitto implements AutoCloseable {
  private static final int PORTS = 4;

  private final Process process;
  private final Path log;

  private TestMosquitto(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts one that lets everybody in, on a port of loopback.
   *
   * @param directory gets its configuration and what it says
   */
  public static TestMosquitto open(Path directory, int port) throws IOException {
    Path configuration = directory.resolve("mosquitto.conf");
    Files.writeString(
        configuration,
        "listener %d 127.0.0.1%nallow_anonymous true%nmax_inflight_messages 1000%n".formatted(port)
            + "max_queued_messages 0%n".formatted());
    return start(configuration, port);
  }

  /** Starts one, and waits until it listens; the test is skipped where there is none. */
  static TestMosquitto start(Path configuration, int... ports) throws IOException {
    Path log = configuration.resolveSibling(configuration.getFileName() + ".log");
    Process process =
        new ProcessBuilder(program(), "-c", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    TestMosquitto mosquitto = new TestMosquitto(process, log);
    for (int port : ports) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> listens(port) || !process.isAlive());
    }
    if (!process.isAlive()) {
      throw new IOException("mosquitto ended; it said: " + mosquitto.log());
    }
    return mosquitto;
  }

  /** The first of as many ports in a row as a plan needs, all of them free. */
  public static int freePorts() throws IOException {
    while (true) {
      List<ServerSocket> held = new ArrayList<>();
      try {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        int first = held.get(0).getLocalPort();
        for (int next = first + 1; next < first + PORTS; next++) {
          held.add(new ServerSocket(next, 1, InetAddress.getLoopbackAddress()));
        }
        return first;
      } catch (IOException | IllegalArgumentException e) {
        // One of them is taken; try elsewhere.
      } finally {
        for (ServerSocket socket : held) {
          socket.close();
        }
      }
    }
  }

  /** Where it listens on that port. */
  static URI at(int port) {
    return URI.create("mqtts://127.0.0.1:" + port);
  }

  /** What it said. */
  String log() throws IOException {
    return Files.readString(log);
  }

  /** Makes it read passwords and access list again. */
  void reload() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  private static String program() {
    Optional<Path> found =
        Stream.concat(
                Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
            .map(folder -> Path.of(folder, "mosquitto"))
            .filter(Files::isExecutable)
            .findFirst();
    Assumptions.assumeTrue(
        found.isPresent(), "needs a mosquitto on the path or in /usr/sbin; found none");
    return found.get().toString();
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
