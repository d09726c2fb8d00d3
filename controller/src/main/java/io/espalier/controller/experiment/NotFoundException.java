package io.espalier.controller.experiment;

/** Something that was asked for is not there; the message is one line. */
public final class NotFoundException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With that line. */
  public NotFoundException(String message) {
    super(message);
  }
}
