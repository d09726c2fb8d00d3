package io.espalier.compressor;

/** A compression cannot be done as asked; the message says why, in one line. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With the one line to show. */
  public RefusedException(String message) {
    super(message);
  }

  /** With the one line to show, and what caused it. */
  public RefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
