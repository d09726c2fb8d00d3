package io.espalier.controller.logs;

/** What a line of the log looks like. */
public enum LogFormat {
  /** For people: time, level, who says it, and a message that begins with its keys. */
  text,
  /** For programs: an object of JSON, in which the keys are fields. */
  json
}
