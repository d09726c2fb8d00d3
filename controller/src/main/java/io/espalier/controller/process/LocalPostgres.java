package io.espalier.controller.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A PostgreSQL of our own in a temporary directory, on a free port of loopback. The server refuses
 * to run as root; there it runs as the user {@code postgres} that its package makes.
 */
public final class LocalPostgres implements AutoCloseable {
  /** Whom everybody is there; without a password. */
  public static final String USER = "espalier";

  private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
  private static final String SERVICE_USER = "postgres";

  private final Path programs;
  private final Path directory;
  private final int port;
  private final String settings;

  /** How much of a loss of power it survives. */
  public enum Durability {
    /** All that was committed. */
    FULL("on"),
    /** Nothing, and so it is faster. */
    NONE("off");

    private final String fsync;

    Durability(String fsync) {
      this.fsync = fsync;
    }
  }

  private LocalPostgres(Path programs, Path directory, Durability durability) throws IOException {
    this.programs = programs;
    this.directory = directory;
    this.port = freePort();
    this.settings =
        "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=%s"
            .formatted(port, durability.fsync);
  }

  /** Its programs, the newest where several are installed as Debian does it. */
  public static Optional<Path> find() {
    if (!Files.isDirectory(INSTALLED)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(INSTALLED)) {
      return versions
          .filter(version -> version.getFileName().toString().matches("[0-9]+"))
          .max(Comparator.comparingInt(v -> Integer.parseInt(v.getFileName().toString())))
          .map(version -> version.resolve("bin"))
          .filter(programs -> Files.isExecutable(programs.resolve("initdb")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Starts one that is empty.
   *
   * @param programs from {@link #find}
   * @throws IOException if it does not start
   */
  public static LocalPostgres start(Path programs, Durability durability)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("espalier-postgres-");
    LocalPostgres server = new LocalPostgres(programs, directory, durability);
    try {
      if (isRoot()) {
        run(List.of("chown", SERVICE_USER, directory.toString()));
      }
      server.program(
          "initdb", "-D", server.data(), "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync");
      server.launch();
      return server;
    } catch (IOException | InterruptedException e) {
      server.remove();
      throw e;
    }
  }

  /** Where a store can be in it, in a database that is there from the beginning. */
  public String url() {
    return url("postgres");
  }

  /** Where that database of it is. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  /** Starts it again after {@link #kill}. */
  public void launch() throws IOException, InterruptedException {
    String log = directory.resolve("log").toString();
    program("pg_ctl", "-D", data(), "-o", settings, "-l", log, "-w", "-s", "start");
  }

  /** Ends it at once, without a word to whoever is connected. */
  public void kill() throws IOException, InterruptedException {
    program("pg_ctl", "-D", data(), "-m", "immediate", "-w", "-s", "stop");
  }

  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      kill();
    } catch (IOException e) {
      // It had ended already.
    } catch (InterruptedException e) {
      interrupted = true;
    }
    remove();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private String data() {
    return directory.resolve("data").toString();
  }

  private void program(String name, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("setpriv", "--reuid", SERVICE_USER, "--regid", SERVICE_USER));
      command.add("--init-groups");
    }
    command.add(programs.resolve(name).toString());
    command.addAll(List.of(arguments));
    run(command);
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Path said = Files.createTempFile("espalier-postgres-", ".out");
    try {
      int code =
          new ProcessBuilder(command)
              .directory(Path.of("/").toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start()
              .waitFor();
      if (code != 0) {
        throw new IOException(
            "%s: expected it to succeed, found exit code %d: %s"
                .formatted(command, code, Files.readString(said, StandardCharsets.UTF_8).strip()));
      }
    } finally {
      Files.deleteIfExists(said);
    }
  }

  private void remove() {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // It is in the system's temporary directory.
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
