package io.espalier.controller.logs;

/** From where on something is worth a line. */
public enum LogLevel {
  /** Only what somebody has to look at now. */
  error,
  /** What may need somebody. */
  warn,
  /** Also what happens as it should. */
  info,
  /** Also what only helps whoever changes the program. */
  debug
}
