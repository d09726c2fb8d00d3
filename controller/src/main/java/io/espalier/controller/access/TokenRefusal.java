package io.espalier.controller.access;

/** A change of the tokens that cannot be made, in one line. */
public final class TokenRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  TokenRefusal(String message) {
    super(message);
  }
}
