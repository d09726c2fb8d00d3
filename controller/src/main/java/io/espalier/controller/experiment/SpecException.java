package io.espalier.controller.experiment;

/**
 * A spec that cannot be run; the message is one line that says what, where and what was expected.
 */
public final class SpecException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With that line. */
  public SpecException(String message) {
    super(message);
  }
}
