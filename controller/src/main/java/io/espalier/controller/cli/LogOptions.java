package io.espalier.controller.cli;

import io.espalier.controller.logs.LogFormat;
import io.espalier.controller.logs.LogLevel;
import io.espalier.controller.logs.Logs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a program that stays writes its log. */
final class LogOptions {
  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} on standard error (default: ${DEFAULT-VALUE}).")
  private LogFormat format = LogFormat.text;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      description = "${COMPLETION-CANDIDATES} (default: warn, in JSON info).")
  private @Nullable LogLevel level;

  /** Writes it like that from now on. */
  void apply() {
    LogLevel usual = isJson() ? LogLevel.info : LogLevel.warn;
    Logs.set(format, level == null ? usual : level);
  }

  /** Whether every line is to be JSON. */
  boolean isJson() {
    return format == LogFormat.json;
  }
}
