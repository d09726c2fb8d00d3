package io.espalier.controller.cli;

import io.espalier.shared.link.LinkSecurity;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How broker and controller know each other. */
final class BrokerSecurityOptions {
  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Who vouches for the broker, in PEM (default: whom Java trusts).")
  private @Nullable Path authority;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "Certificate of the controller in PEM, with those that lead to its authority.")
  private @Nullable Path certificate;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "Key of that certificate: PKCS #8 in PEM, mode 600.")
  private @Nullable Path key;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "Name that goes with the password (default: ${DEFAULT-VALUE}).")
  private String user = "espalier";

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Password of the controller, in a file of mode 600.")
  private @Nullable Path passwordFile;

  /**
   * All of them.
   *
   * @throws IllegalArgumentException if they do not belong together
   */
  LinkSecurity security() {
    return LinkSecurity.of(authority, certificate, key, user, passwordFile);
  }
}
