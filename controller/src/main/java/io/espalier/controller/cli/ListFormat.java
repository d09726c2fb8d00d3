package io.espalier.controller.cli;

/** How lists go to standard output; the names are what {@code -o} takes. */
enum ListFormat {
  /** For people. */
  table,
  /** For programs. */
  json,
  /** For people who want all of it. */
  yaml,
  /** The table for spreadsheets. */
  csv
}
