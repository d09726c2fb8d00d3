package io.espalier.simulator.broker;

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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Mosquitto of our own on a free port of loopback, set up as a fleet needs it. It can be killed
 * and comes back on the same port with what it had saved.
 */
public final class LocalMosquitto implements AutoCloseable {
  private static final long START_SECONDS = 20;
  private static final long LOOK_MILLIS = 20;

  private final Path program;
  private final Path configuration;
  private final Path log;
  private final int port;
  private @Nullable Process process;

  private LocalMosquitto(Path program, Path directory, boolean persistent) throws IOException {
    this.program = program;
    this.port = freePort();
    this.log = directory.resolve("mosquitto.log");
    this.configuration =
        Files.writeString(
            directory.resolve("mosquitto.conf"),
            """
            listener %d 127.0.0.1
            allow_anonymous true
            user root
            max_connections -1
            max_queued_messages 0
            max_inflight_messages 1000
            set_tcp_nodelay true
            %s
            log_type error
            log_type warning
            """
                .formatted(port, persistence(persistent, directory)));
  }

  private static String persistence(boolean persistent, Path directory) {
    return persistent
        ? "persistence true\npersistence_location " + directory + "/\nautosave_interval 20"
        : "persistence false";
  }

  /** The program, on the path or where Debian puts it, which is not on everybody's path. */
  public static Optional<Path> find() {
    return Stream.concat(
            Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .map(Path::of),
            Stream.of(Path.of("/usr/sbin"), Path.of("/usr/local/sbin")))
        .map(directory -> directory.resolve("mosquitto"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * The same, where it must be there.
   *
   * @throws IOException if it is not
   */
  public static Path program() throws IOException {
    return find()
        .orElseThrow(
            () ->
                new IOException("mosquitto: expected it on the path or in /usr/sbin, found none"));
  }

  /**
   * Starts one that saves what it has every 20 s.
   *
   * @param program from {@link #find}
   * @param directory for all of its files, absolute
   * @throws IOException if it does not start
   */
  public static LocalMosquitto start(Path program, Path directory)
      throws IOException, InterruptedException {
    return launched(new LocalMosquitto(program, directory, true));
  }

  /**
   * Starts one that saves nothing.
   *
   * @param program from {@link #find}
   * @param directory for all of its files, absolute
   * @throws IOException if it does not start
   */
  public static LocalMosquitto forgetful(Path program, Path directory)
      throws IOException, InterruptedException {
    return launched(new LocalMosquitto(program, directory, false));
  }

  private static LocalMosquitto launched(LocalMosquitto broker)
      throws IOException, InterruptedException {
    broker.launch();
    return broker;
  }

  /** Where it listens. */
  public URI address() {
    return URI.create("mqtt://127.0.0.1:" + port);
  }

  /** Ends it as {@code kill -9} does, and waits. */
  public void kill() {
    Process running = process;
    process = null;
    if (running != null) {
      running.destroyForcibly().onExit().join();
    }
  }

  /**
   * Starts it again after {@link #kill}.
   *
   * @throws IOException if it does not start
   */
  public void launch() throws IOException, InterruptedException {
    Process started =
        new ProcessBuilder(program.toString(), "-c", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    process = started;
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!listens()) {
      if (!started.isAlive() || System.nanoTime() > until) {
        throw new IOException("mosquitto: expected it to listen, found it does not; see " + log);
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  @Override
  public void close() {
    kill();
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
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
