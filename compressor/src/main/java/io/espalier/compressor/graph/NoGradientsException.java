package io.espalier.compressor.graph;

/** Gradients are asked of a model that has none; the message says which and why. */
public final class NoGradientsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the one line to show. */
  public NoGradientsException(String message) {
    super(message);
  }
}
