package io.espalier.simulator.mqtt;

import io.espalier.shared.link.Backoff;
import io.espalier.shared.link.OutboundMessage;
import org.jspecify.annotations.Nullable;

/**
 * How a session presents itself.
 *
 * @param clientId unique at the broker
 * @param will what the broker publishes when the connection is lost; may be absent
 * @param sessionExpirySeconds how long the broker keeps the session after a lost connection
 * @param keepAliveSeconds after which a broker that says nothing is given up, at least 1
 * @param backoff how long to wait before connecting again
 */
public record SessionConfig(
    String clientId,
    @Nullable OutboundMessage will,
    long sessionExpirySeconds,
    int keepAliveSeconds,
    Backoff backoff) {}
