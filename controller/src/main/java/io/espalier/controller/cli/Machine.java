package io.espalier.controller.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;

/** What figures were measured on, in one line. */
public final class Machine {
  private Machine() {}

  /** Its processor, system and Java, and the day. */
  public static String describe() {
    return "%s, %d cores, %s %s, JDK %s, %s"
        .formatted(
            value(Path.of("/proc/cpuinfo"), "model name", System.getProperty("os.arch")),
            Runtime.getRuntime().availableProcessors(),
            value(Path.of("/etc/os-release"), "PRETTY_NAME", System.getProperty("os.name")),
            System.getProperty("os.version"),
            Runtime.version(),
            LocalDate.now(ZoneId.systemDefault()));
  }

  /** The first value of {@code key} in a file of keys and values, as Linux keeps them. */
  static String value(Path file, String key, String otherwise) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(key.toLowerCase(Locale.ROOT)))
          .map(line -> line.replaceFirst("^[^:=]*[:=]", "").replace("\"", "").strip())
          .findFirst()
          .orElse(otherwise);
    } catch (IOException e) {
      return otherwise;
    }
  }
}
