package io.espalier.controller.client;

import io.espalier.controller.access.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which controller is asked, and how it knows who asks.
 *
 * @param server {@code http[s]://host[:port]}
 * @param token shown with every request; absent for none
 * @param authority certificates in PEM that vouch for the controller; absent for those that the
 *     system trusts
 */
public record ServerAccess(URI server, @Nullable Secret token, @Nullable Path authority) {
  /** What somebody listens on and nobody is found at. */
  private static final Set<String> ANYWHERE = Set.of("0.0.0.0", "[::]");

  /**
   * @throws IllegalArgumentException if the token would travel for everybody to read, or there is
   *     nobody for the authority to vouch for
   */
  public ServerAccess {
    boolean tls = "https".equals(server.getScheme());
    if (token != null && !tls && !isThisMachine(server.getHost())) {
      throw new IllegalArgumentException(
          "--server: expected https:// to send a token to, found '" + server + "'");
    }
    if (authority != null && !tls) {
      throw new IllegalArgumentException(
          "--cacert: expected a server at https://, found '" + server + "'");
    }
  }

  /**
   * The address that is written like this.
   *
   * @throws IllegalArgumentException unless it is {@code http[s]://host[:port]}
   */
  public static URI address(String text) {
    try {
      URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      String scheme = uri.getScheme();
      if (("http".equals(scheme) || "https".equals(scheme))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.equals(URI.create(scheme + "://" + uri.getRawAuthority()))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below, the same for all that is no such address.
    }
    throw new IllegalArgumentException(
        "--server: expected http[s]://host[:port], found '" + text + "'");
  }

  /**
   * The same controller's other, which says of itself that it drives.
   *
   * @param driver as it is named
   * @return empty if it cannot be reached from here by that name, or not as safely as this one
   */
  Optional<ServerAccess> at(String driver) {
    try {
      URI there = address(driver);
      boolean near = isThisMachine(there.getHost());
      boolean anywhere = ANYWHERE.contains(there.getHost());
      boolean reached = !anywhere && (!near || isThisMachine(server.getHost()));
      return reached && there.getScheme().equals(server.getScheme())
          ? Optional.of(new ServerAccess(there, token, authority))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isThisMachine(String host) {
    return host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
  }
}
