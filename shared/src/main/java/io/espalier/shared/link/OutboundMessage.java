package io.espalier.shared.link;

import org.jspecify.annotations.Nullable;

/**
 * A message to publish at QoS 1.
 *
 * @param topic without wildcards
 * @param payload not copied; empty together with {@code retained} clears the topic
 * @param retained whether the broker keeps it for later subscribers
 * @param exchange what ties question and answer together; absent where there is neither
 */
@SuppressWarnings("ArrayRecordComponent")
public record OutboundMessage(
    String topic, byte[] payload, boolean retained, @Nullable Exchange exchange) {
  /**
   * @throws IllegalArgumentException if the topic is empty or has a wildcard
   */
  public OutboundMessage {
    if (topic.isEmpty() || topic.contains("+") || topic.contains("#")) {
      throw new IllegalArgumentException(
          "topic: expected one without wildcards, found '" + topic + "'");
    }
  }

  /** A message is a request or an answer to one. */
  public sealed interface Exchange {}

  /**
   * What makes a message a request.
   *
   * @param responseTopic where the answer goes
   * @param correlation travels back with the answer; not copied
   * @param expirySeconds when the broker drops the request if it was not delivered
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Request(String responseTopic, byte[] correlation, long expirySeconds)
      implements Exchange {}

  /**
   * What makes a message an answer.
   *
   * @param correlation that came with the request; not copied
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Answer(byte[] correlation) implements Exchange {}

  /** A message for those who are subscribed now. */
  public static OutboundMessage event(String topic, byte[] payload) {
    return new OutboundMessage(topic, payload, false, null);
  }

  /**
   * An answer to those who are subscribed now.
   *
   * @param correlation that came with the request; absent where none did
   */
  public static OutboundMessage answer(
      String topic, byte[] payload, byte @Nullable [] correlation) {
    return new OutboundMessage(
        topic, payload, false, correlation == null ? null : new Answer(correlation));
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
