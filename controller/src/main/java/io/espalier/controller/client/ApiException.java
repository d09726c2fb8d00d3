package io.espalier.controller.client;

/** The controller refused, and said why in one line. */
public final class ApiException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  ApiException(int status, String detail) {
    super(detail);
    this.status = status;
  }

  /** The HTTP status, 400 or more. */
  public int status() {
    return status;
  }
}
