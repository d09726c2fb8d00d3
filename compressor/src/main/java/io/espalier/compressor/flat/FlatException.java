package io.espalier.compressor.flat;

/** A FlatBuffer that cannot be read or written; the message says why in one line. */
public final class FlatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  FlatException(String message) {
    super(message);
  }
}
