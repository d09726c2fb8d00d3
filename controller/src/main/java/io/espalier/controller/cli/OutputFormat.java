package io.espalier.controller.cli;

/** How results go to standard output; the names are what {@code -o} takes. */
enum OutputFormat {
  /** For people. */
  table,
  /** For scripts. */
  json
}
