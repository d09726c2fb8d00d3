package io.espalier.controller.client;

import io.espalier.controller.access.Secret;
import java.net.URI;
import java.nio.file.Path;
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

  private static boolean isThisMachine(String host) {
    return host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
  }
}
