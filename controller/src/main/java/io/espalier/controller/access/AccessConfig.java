package io.espalier.controller.access;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who may reach a controller, and how.
 *
 * @param certificate chain in PEM; absent for no TLS
 * @param key of it in PEM; there if and only if the certificate is
 * @param behindProxy whether a proxy in front has TLS, and says who asks
 * @param requestsPerSecond of each caller, 0 for any number
 */
public record AccessConfig(
    @Nullable Path certificate, @Nullable Path key, boolean behindProxy, int requestsPerSecond) {
  /** Enough for any person and most scripts. */
  public static final int USUAL_REQUESTS = 200;

  /** For programs of the same machine. */
  public static final AccessConfig LOCAL = new AccessConfig(null, null, false, USUAL_REQUESTS);

  private static final int MOST_REQUESTS = 1_000_000;

  /**
   * @throws IllegalArgumentException if one of certificate and key is missing, or a value is out of
   *     range
   */
  public AccessConfig {
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException(
          "TLS: expected both --tls-certificate and --tls-key, found one");
    }
    if (requestsPerSecond < 0 || requestsPerSecond > MOST_REQUESTS) {
      throw new IllegalArgumentException(
          "--rate-limit: expected 0 to %d, found %d".formatted(MOST_REQUESTS, requestsPerSecond));
    }
  }

  /** Whether it has TLS itself. */
  public boolean hasTls() {
    return certificate != null;
  }

  /** Whether others than programs of this machine may be asked to reach it. */
  public boolean isForOthers() {
    return hasTls() || behindProxy;
  }
}
