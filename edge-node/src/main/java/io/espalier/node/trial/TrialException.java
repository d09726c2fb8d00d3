package io.espalier.node.trial;

/** A trial whose parts do not fit together. */
final class TrialException extends Exception {
  private static final long serialVersionUID = 1L;

  TrialException(String message) {
    super(message);
  }
}
