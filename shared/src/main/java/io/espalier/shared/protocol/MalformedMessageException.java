package io.espalier.shared.protocol;

/** A payload that is not the message its topic calls for. */
public final class MalformedMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedMessageException(String message) {
    super(message);
  }
}
