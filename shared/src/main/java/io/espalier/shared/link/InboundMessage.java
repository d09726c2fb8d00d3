package io.espalier.shared.link;

import org.jspecify.annotations.Nullable;

/**
 * A message that arrived.
 *
 * @param topic it was published on
 * @param payload not copied
 * @param retained whether it comes from the broker's store, not from a publisher just now
 * @param responseTopic where its publisher wants the answer; absent where it named none
 * @param correlation what its publisher wants back with the answer; not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record InboundMessage(
    String topic,
    byte[] payload,
    boolean retained,
    @Nullable String responseTopic,
    byte @Nullable [] correlation) {}
