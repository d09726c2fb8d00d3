package io.espalier.shared.link;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How to connect to a broker.
 *
 * @param broker {@code mqtt://host[:port]}
 * @param clientId unique on that broker
 * @param will what the broker publishes when the connection is lost; may be absent
 * @param sessionExpirySeconds how long the broker keeps the session after a lost connection; 0 for
 *     none
 */
public record LinkConfig(
    URI broker, String clientId, @Nullable OutboundMessage will, long sessionExpirySeconds) {
  private static final int DEFAULT_PORT = 1883;
  private static final int MAX_PORT = 65_535;

  /**
   * @throws IllegalArgumentException unless the broker's address is {@code mqtt://host[:port]}
   */
  public LinkConfig {
    if (broker.getHost() == null
        || !broker.equals(URI.create("mqtt://" + broker.getRawAuthority()))
        || broker.getRawUserInfo() != null
        || broker.getPort() == 0
        || broker.getPort() > MAX_PORT) {
      throw new IllegalArgumentException("broker: expected mqtt://host[:port], found " + broker);
    }
  }

  /**
   * The address in {@code text}.
   *
   * @throws IllegalArgumentException unless it is {@code mqtt://host[:port]}
   */
  public static URI brokerAddress(String text) {
    try {
      URI broker = URI.create(text);
      return new LinkConfig(broker, "", null, 0).broker();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "broker: expected mqtt://host[:port], found '" + text + "'", e);
    }
  }

  /** The port, or the usual one where none is given. */
  int port() {
    return broker.getPort() < 0 ? DEFAULT_PORT : broker.getPort();
  }
}
