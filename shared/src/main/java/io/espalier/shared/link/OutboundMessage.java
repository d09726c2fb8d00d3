package io.espalier.shared.link;

import org.jspecify.annotations.Nullable;

/**
 * A message to publish at QoS 1.
 *
 * @param topic without wildcards
 * @param payload not copied; empty together with {@code retained} clears the topic
 * @param retained whether the broker keeps it for later subscribers
 * @param request how the receiver shall answer; absent where no answer is expected
 */
@SuppressWarnings("ArrayRecordComponent")
public record OutboundMessage(
    String topic, byte[] payload, boolean retained, @Nullable Request request) {
  /**
   * @throws IllegalArgumentException if the topic is empty or has a wildcard
   */
  public OutboundMessage {
    if (topic.isEmpty() || topic.contains("+") || topic.contains("#")) {
      throw new IllegalArgumentException(
          "topic: expected one without wildcards, found '" + topic + "'");
    }
  }

  /**
   * What makes a message a request.
   *
   * @param responseTopic where the answer goes
   * @param correlation travels back with the answer; not copied
   * @param expirySeconds when the broker drops the request if it was not delivered
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Request(String responseTopic, byte[] correlation, long expirySeconds) {}

  /** A message for those who are subscribed now. */
  public static OutboundMessage event(String topic, byte[] payload) {
    return new OutboundMessage(topic, payload, false, null);
  }

  /** A message that the broker keeps. */
  public static OutboundMessage retained(String topic, byte[] payload) {
    return new OutboundMessage(topic, payload, true, null);
  }

  /** Removes what the broker keeps on {@code topic}. */
  public static OutboundMessage clear(String topic) {
    return new OutboundMessage(topic, new byte[0], true, null);
  }
}
