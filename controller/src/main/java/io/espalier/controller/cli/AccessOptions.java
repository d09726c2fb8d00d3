package io.espalier.controller.cli;

import io.espalier.controller.access.AccessConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who may reach a controller, and how. */
final class AccessOptions {
  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description = "Certificate chain in PEM; with it others than this machine may be let in.")
  private @Nullable Path certificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "The key of it in PEM.")
  private @Nullable Path key;

  @Option(
      names = "--behind-proxy",
      description =
          "A proxy in front has TLS and says who asks (X-Forwarded-For and X-Forwarded-Proto).")
  private boolean behindProxy;

  @Option(
      names = "--rate-limit",
      paramLabel = "N",
      description =
          "Requests a second of each caller, 0 for any number (default: ${DEFAULT-VALUE}).")
  private int requestsPerSecond = AccessConfig.USUAL_REQUESTS;

  /**
   * All of it.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  AccessConfig config() {
    return new AccessConfig(certificate, key, behindProxy, requestsPerSecond);
  }
}
