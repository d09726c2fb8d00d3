package io.espalier.shared.link;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How to connect to a broker.
 *
 * @param broker {@code mqtt://host[:port]}, or {@code mqtts://host[:port]} for TLS
 * @param clientId unique on that broker
 * @param will what the broker publishes when the connection is lost; may be absent
 * @param sessionExpirySeconds how long the broker keeps the session after a lost connection; 0 for
 *     none
 * @param security how broker and client know each other; {@code mqtt://} takes none
 * @param backoff how long to wait before connecting again
 */
public record LinkConfig(
    URI broker,
    String clientId,
    @Nullable OutboundMessage will,
    long sessionExpirySeconds,
    LinkSecurity security,
    Backoff backoff) {
  private static final String PLAIN = "mqtt";
  private static final String TLS = "mqtts";
  private static final int PLAIN_PORT = 1883;
  private static final int TLS_PORT = 8883;
  private static final int MAX_PORT = 65_535;

  /**
   * @throws IllegalArgumentException unless the broker's address is {@code mqtt[s]://host[:port]},
   *     or where it would let what is to be secret travel in the clear
   */
  public LinkConfig {
    if (!isAddress(broker)) {
      throw new IllegalArgumentException("broker: expected mqtt[s]://host[:port], found " + broker);
    }
    security.requireSuits(broker);
  }

  /** One that comes back at once. */
  public LinkConfig(
      URI broker,
      String clientId,
      @Nullable OutboundMessage will,
      long sessionExpirySeconds,
      LinkSecurity security) {
    this(broker, clientId, will, sessionExpirySeconds, security, Backoff.PROMPT);
  }

  /** One that comes back at once, without certificates of its own and without a password. */
  public LinkConfig(
      URI broker, String clientId, @Nullable OutboundMessage will, long sessionExpirySeconds) {
    this(broker, clientId, will, sessionExpirySeconds, LinkSecurity.NONE);
  }

  /**
   * The address in {@code text}.
   *
   * @throws IllegalArgumentException unless it is {@code mqtt[s]://host[:port]}
   */
  public static URI brokerAddress(String text) {
    try {
      URI broker = URI.create(text);
      return new LinkConfig(broker, "", null, 0).broker();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "broker: expected mqtt[s]://host[:port], found '" + text + "'", e);
    }
  }

  /** Whether the connection is encrypted. */
  boolean isTls() {
    return isTls(broker);
  }

  /** The port, or the usual one where none is given. */
  int port() {
    if (broker.getPort() >= 0) {
      return broker.getPort();
    }
    return isTls() ? TLS_PORT : PLAIN_PORT;
  }

  static boolean isTls(URI broker) {
    return TLS.equals(broker.getScheme());
  }

  private static boolean isAddress(URI broker) {
    return broker.getHost() != null
        && (isTls(broker) || PLAIN.equals(broker.getScheme()))
        && broker.equals(URI.create(broker.getScheme() + "://" + broker.getRawAuthority()))
        && broker.getRawUserInfo() == null
        && broker.getPort() != 0
        && broker.getPort() <= MAX_PORT;
  }
}
