package io.espalier.controller.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program of its own, with all it says in a file; it ends with its owner. */
public final class ChildProcess implements AutoCloseable {
  private static final long POLL_MILLIS = 20;
  private static final long POLITE_SECONDS = 30;
  private static final int LAST_LINES = 3;

  private final String name;
  private final Path log;
  private final Process process;

  private ChildProcess(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /**
   * Starts a program.
   *
   * @param log gets what it says
   */
  public static ChildProcess start(String name, Path log, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(new ArrayList<>(command))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new ChildProcess(name, log, process);
  }

  /**
   * Waits until the program has said something.
   *
   * @return what it said
   * @throws IOException if it ends before or takes too long
   */
  public Matcher await(Pattern said, Duration patience) throws IOException, InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    while (true) {
      boolean alive = process.isAlive();
      Matcher found = said.matcher(Files.readString(log, StandardCharsets.UTF_8));
      if (found.find()) {
        return found;
      }
      if (!alive || System.nanoTime() > until) {
        throw new IOException(
            "%s: expected it to say '%s', found: %s".formatted(name, said, lastLines()));
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /** As when somebody says kill -9. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Time on processors so far, in seconds. */
  public double cpuSeconds() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  /** What is in memory, in bytes. */
  public long residentBytes() throws IOException {
    return Processes.residentBytes(process);
  }

  /** The most that was ever in memory, in bytes. */
  public long peakResidentBytes() throws IOException {
    return Processes.peakResidentBytes(process);
  }

  /** Ends it, politely first. */
  @Override
  public void close() {
    Processes.end(process, POLITE_SECONDS);
  }

  private String lastLines() throws IOException {
    List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
    return lines.isEmpty()
        ? "nothing"
        : String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }
}
