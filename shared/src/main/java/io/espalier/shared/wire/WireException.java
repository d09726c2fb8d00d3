package io.espalier.shared.wire;

/** Coded bytes that are not what a coder writes. */
public final class WireException extends Exception {
  private static final long serialVersionUID = 1L;

  WireException(String message) {
    super(message);
  }
}
