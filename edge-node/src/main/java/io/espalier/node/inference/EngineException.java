package io.espalier.node.inference;

/** A model that cannot be loaded or run. */
public final class EngineException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With one line for people. */
  public EngineException(String message) {
    super(message);
  }
}
