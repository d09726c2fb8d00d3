package io.espalier.controller.store;

import java.util.Map;

/** What differs between the databases that a store can be in; the queries do not. */
enum Dialect {
  /** A file of this machine, for one process. */
  H2(
      /*
       * Puts what was committed into the file. Without the delay that makes this necessary the
       * database would not tidy up beside its work, and grow without end (measured: 2 KB a record
       * of 330 bytes, against 0.6 KB).
       */
      "CHECKPOINT SYNC", "CLOB", "VARBINARY"),
  /** A server; a commit is on its disk when it is answered. */
  POSTGRESQL("", "TEXT", "BYTEA");

  private final String afterCommit;
  private final String text;
  private final String bytes;

  Dialect(String afterCommit, String text, String bytes) {
    this.afterCommit = afterCommit;
    this.text = text;
    this.bytes = bytes;
  }

  /** A statement without which a commit could be lost; empty for none. */
  String afterCommit() {
    return afterCommit;
  }

  /** The fastest way for records into it. */
  RecordWriter records() {
    return this == POSTGRESQL ? RecordCopy::write : RecordWriter::insert;
  }

  /** What types of the schema are called that have no common name. */
  Map<String, String> types() {
    return Map.of("text", text, "bytes", bytes);
  }
}
