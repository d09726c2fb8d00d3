package io.espalier.controller.simulation;

import io.espalier.controller.client.ApiClient;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.protocol.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A controller as a process of its own, so that what it needs can be measured. */
final class ControllerProcess implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile("espalier: ready at (http://\\S+), broker (\\S+), data in .*");
  private static final String MAIN = "io.espalier.controller.ControllerMain";
  private static final long POLITE_SECONDS = 30;
  private static final long KIB = 1024;

  private final Process process;
  private final String address;
  private final URI broker;

  private ControllerProcess(Process process, String address, URI broker) {
    this.process = process;
    this.address = address;
    this.broker = broker;
  }

  /**
   * Starts one and waits until it is ready.
   *
   * @param broker absent for one inside it
   * @param directory for its data and its log
   * @throws IOException if it does not start
   */
  static ControllerProcess start(@Nullable URI broker, Topics topics, Path directory)
      throws IOException {
    Path log = directory.resolve("controller.log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Small and quick to be warm: it shares two cores with all that is simulated.
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                MAIN,
                "up",
                "--listen",
                "127.0.0.1:0",
                "--prefix",
                topics.prefix(),
                "--data-dir",
                directory.resolve("controller").toString()));
    command.addAll(
        broker == null
            ? List.of("--mqtt-listen", "127.0.0.1:0")
            : List.of("--broker", broker.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder heard = new StringBuilder();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      heard.append(line).append('\n');
      Matcher ready = READY.matcher(line);
      if (ready.matches()) {
        keepLog(said, heard.toString(), log);
        return new ControllerProcess(
            process, ready.group(1), LinkConfig.brokerAddress(ready.group(2)));
      }
    }
    throw new IOException("controller: expected it to start, found: " + lastLine(heard));
  }

  ApiClient client() {
    return new ApiClient(address);
  }

  /** Which broker it uses. */
  URI broker() {
    return broker;
  }

  /** Resident memory at this moment, in bytes; 0 where the system does not tell. */
  long rssBytes() {
    try {
      return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(POLITE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** What it goes on saying has to be read, or it would wait. */
  private static void keepLog(BufferedReader said, String heard, Path log) {
    Thread keeping =
        new Thread(
            () -> {
              try (var out = Files.newBufferedWriter(log, StandardCharsets.UTF_8)) {
                out.write(heard);
                said.transferTo(out);
              } catch (IOException e) {
                // The log ends here; the figures do not depend on it.
              }
            },
            "controller-log");
    keeping.setDaemon(true);
    keeping.start();
  }

  private static String lastLine(StringBuilder heard) {
    List<String> lines = heard.toString().lines().toList();
    return lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1);
  }
}
