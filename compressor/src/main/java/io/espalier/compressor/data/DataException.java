package io.espalier.compressor.data;

import java.io.IOException;

/** Data that cannot be used; the message is one line: which file, what was expected, what found. */
public final class DataException extends IOException {
  private static final long serialVersionUID = 1L;

  DataException(String message) {
    super("data: " + message);
  }

  /** With where it was found out, what was expected there, and what was found. */
  public DataException(String where, String expected, String found) {
    this("%s: expected %s, found %s".formatted(where, expected, found));
  }
}
