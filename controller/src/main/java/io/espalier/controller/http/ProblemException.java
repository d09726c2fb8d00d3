package io.espalier.controller.http;

/** A request that is answered with a problem; the message is for whoever asked. */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  ProblemException(int status, String detail) {
    super(detail);
    this.status = status;
  }

  int status() {
    return status;
  }

  static ProblemException badRequest(String detail) {
    return new ProblemException(400, detail);
  }

  static ProblemException notFound(String detail) {
    return new ProblemException(404, detail);
  }

  static ProblemException conflict(String detail) {
    return new ProblemException(409, detail);
  }

  static ProblemException unprocessable(String detail) {
    return new ProblemException(422, detail);
  }
}
