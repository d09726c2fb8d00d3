package io.espalier.node;

import io.espalier.shared.link.LinkSecurity;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How node and broker know each other. */
final class SecurityOptions {
  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Who vouches for the broker, in PEM (default: whom Java trusts).")
  private @Nullable Path authority;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "Certificate of this node in PEM, with those that lead to its authority.")
  private @Nullable Path certificate;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "Key of that certificate: PKCS #8 in PEM, mode 600.")
  private @Nullable Path key;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Password of this node, whose user name is its id; mode 600.")
  private @Nullable Path passwordFile;

  /**
   * All of them.
   *
   * @param user the name that goes with a password
   * @throws IllegalArgumentException if they do not belong together
   */
  LinkSecurity security(String user) {
    return LinkSecurity.of(authority, certificate, key, user, passwordFile);
  }
}
