package io.espalier.shared.link;

/**
 * Takes messages, one at a time, on the link's receiving thread. The broker is told that a message
 * arrived when this returns, so a slow handler slows the broker down and bounds memory.
 */
@FunctionalInterface
public interface MessageHandler {
  /** Takes one message. What it throws is logged and the message counts as taken. */
  void handle(InboundMessage message);
}
