package io.espalier.controller.experiment;

/** A directory that this run must not touch; the message is one line. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
