package io.espalier.shared.link;

/**
 * A message that arrived.
 *
 * @param topic it was published on
 * @param payload not copied
 * @param retained whether it comes from the broker's store, not from a publisher just now
 */
@SuppressWarnings("ArrayRecordComponent")
public record InboundMessage(String topic, byte[] payload, boolean retained) {}
