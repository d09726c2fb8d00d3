package io.espalier.controller.broker;

/** The embedded broker could not listen where it was told to. */
public final class PortInUseException extends Exception {
  private static final long serialVersionUID = 1L;

  PortInUseException(String host, int port, Throwable cause) {
    super(
        "%s:%d: expected a free port of this machine, found: %s"
            .formatted(host, port, cause.getMessage()),
        cause);
  }
}
