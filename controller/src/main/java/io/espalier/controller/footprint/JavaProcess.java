package io.espalier.controller.footprint;

import io.espalier.controller.process.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Java process on a small heap, as on a board: what it says and when, and what the kernel knows
 * of it.
 */
final class JavaProcess implements AutoCloseable {
  /** As {@code ./espalier-node} has them. */
  static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms8m",
          "-Xmn2m",
          "-Xmx256m",
          "-XX:MinHeapFreeRatio=10",
          "-XX:MaxHeapFreeRatio=20",
          "-XX:TieredStopAtLevel=1",
          "-XX:ReservedCodeCacheSize=24m",
          "-Xss512k",
          "-XX:-UsePerfData",
          "-XX:+IgnoreUnrecognizedVMOptions",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:ArchiveRelocationMode=0");

  private static final String WHERE_THE_HEAP_IS = "-Xlog:gc+heap+coops=debug:stdout";
  private static final Pattern HEAP =
      Pattern.compile(".*Heap address: 0x([0-9a-f]+), size: (\\d+) MB.*");
  private static final int MOST_LINES = 10_000;
  private static final long POLITE_SECONDS = 10;

  private record Said(String line, long nanos) {}

  private final Process process;
  private final long started;
  private final List<Said> lines = new ArrayList<>();

  private JavaProcess(Process process, long started) {
    this.process = process;
    this.started = started;
  }

  /** Starts it; it ends when its standard input does, if it listens to that. */
  static JavaProcess start(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.add(WHERE_THE_HEAP_IS);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    long started = System.nanoTime();
    JavaProcess java = new JavaProcess(builder.start(), started);
    Thread reader = new Thread(java::read, "output-of-" + java.process.pid());
    reader.setDaemon(true);
    reader.start();
    return java;
  }

  /** Seconds from its start until it said a line that has {@code part} in it. */
  double secondsUntil(String part, Duration limit) throws IOException, InterruptedException {
    return (await(Pattern.compile(".*" + Pattern.quote(part) + ".*"), limit).nanos() - started)
        / 1e9;
  }

  /** What the pattern's first group is in the first line that it matches. */
  String said(Pattern pattern, Duration limit) throws IOException, InterruptedException {
    Matcher matcher = pattern.matcher(await(pattern, limit).line());
    return matcher.matches() ? matcher.group(1) : "";
  }

  /** What of it is in memory. */
  ResidentMemory resident() throws IOException, InterruptedException {
    Matcher heap = HEAP.matcher(await(HEAP, Duration.ZERO).line());
    if (!heap.matches()) {
      throw new IOException("java: expected it to say where its heap is");
    }
    long start = Long.parseUnsignedLong(heap.group(1), 16);
    long end = start + (Long.parseLong(heap.group(2)) << 20);
    return ResidentMemory.parse(Files.readAllLines(Processes.file(process, "smaps")), start, end);
  }

  /** The most that was ever in memory, bytes. */
  long peakBytes() throws IOException {
    return Processes.peakResidentBytes(process);
  }

  /** What is in memory, bytes. */
  long residentBytes() throws IOException {
    return Processes.residentBytes(process);
  }

  /** Bytes that it had written to disk by now, as pages that it made dirty. */
  long writtenBytes() throws IOException {
    return Processes.writtenBytes(process);
  }

  /** Asks it to end, and sees to it. */
  @Override
  public void close() {
    Processes.end(process, POLITE_SECONDS);
  }

  private void read() {
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        add(new Said(line, System.nanoTime()));
      }
    } catch (IOException e) {
      // It ended.
    }
    add(new Said("", System.nanoTime()));
  }

  private synchronized void add(Said said) {
    if (lines.size() < MOST_LINES) {
      lines.add(said);
    }
    notifyAll();
  }

  private synchronized Said await(Pattern pattern, Duration limit)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    int looked = 0;
    while (true) {
      for (; looked < lines.size(); looked++) {
        if (pattern.matcher(lines.get(looked).line()).matches()) {
          return lines.get(looked);
        }
      }
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0 || !process.isAlive()) {
        throw new IOException(
            "process: expected it to say '%s' within %d s, found: %s"
                .formatted(pattern, limit.toSeconds(), lastLine()));
      }
      wait(Math.min(left, 1_000));
    }
  }

  private String lastLine() {
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (!lines.get(i).line().isBlank()) {
        return lines.get(i).line();
      }
    }
    return "nothing";
  }
}
