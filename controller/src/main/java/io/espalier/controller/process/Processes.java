package io.espalier.controller.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What Linux says of a process, and how one is ended. */
public final class Processes {
  private static final long KIB = 1_024;

  private Processes() {}

  /**
   * The file of that name about a process.
   *
   * @param name such as {@code smaps}
   */
  public static Path file(Process process, String name) {
    return Path.of("/proc", Long.toString(process.pid()), name);
  }

  /** What is in memory, in bytes. */
  public static long residentBytes(Process process) throws IOException {
    return number(process, "status", "VmRSS:") * KIB;
  }

  /** The most that was ever in memory, in bytes. */
  public static long peakResidentBytes(Process process) throws IOException {
    return number(process, "status", "VmHWM:") * KIB;
  }

  /** Bytes that it had written to disk by now, as pages that it made dirty. */
  public static long writtenBytes(Process process) throws IOException {
    return number(process, "io", "write_bytes:");
  }

  /**
   * Asks it to end, and sees to it.
   *
   * @param politeSeconds how long it has for that
   */
  public static void end(Process process, long politeSeconds) {
    process.destroy();
    try {
      if (!process.waitFor(politeSeconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static long number(Process process, String name, String key) throws IOException {
    return Files.readAllLines(file(process, name)).stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).replace("kB", "").strip())
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow(() -> new IOException("/proc: expected '" + key + "' in " + name));
  }
}
