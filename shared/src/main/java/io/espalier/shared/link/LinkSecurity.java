package io.espalier.shared.link;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How broker and client know each other, all of it in files: what is to be secret is in no flag, no
 * log and no message. The files are read at each connection, so that renewed ones are used.
 *
 * @param authority certificates in PEM of who may vouch for the broker; absent for those that Java
 *     trusts
 * @param identity who the client is; absent if it need not say
 */
public record LinkSecurity(@Nullable Path authority, @Nullable Identity identity) {
  /** The broker is known by what Java trusts, the client says nothing of itself. */
  public static final LinkSecurity NONE = new LinkSecurity(null, null);

  /** Who a client is. */
  public sealed interface Identity {}

  /**
   * A client that shows a certificate.
   *
   * @param chain in PEM, the client's own first
   * @param key its private key: PKCS #8 in PEM, not encrypted; EC, RSA or Ed25519; for its owner to
   *     read, or for a group
   */
  public record Certificate(Path chain, Path key) implements Identity {}

  /**
   * A client that knows a password.
   *
   * @param user its name
   * @param file whose first line is the password; for its owner to read, or for a group
   */
  public record Password(String user, Path file) implements Identity {}

  /**
   * What a program was told by its options.
   *
   * @param user the name that goes with a password
   * @throws IllegalArgumentException if there is a certificate without its key, a key without its
   *     certificate, or a password beside them
   */
  public static LinkSecurity of(
      @Nullable Path authority,
      @Nullable Path certificate,
      @Nullable Path key,
      String user,
      @Nullable Path passwordFile) {
    if (certificate != null && key != null && passwordFile == null) {
      return new LinkSecurity(authority, new Certificate(certificate, key));
    }
    if (certificate != null || key != null) {
      throw new IllegalArgumentException(
          "identity: expected a certificate with its key or a password, found "
              + (certificate == null ? "a key alone" : "a certificate")
              + (passwordFile == null ? "" : " and a password"));
    }
    return new LinkSecurity(
        authority, passwordFile == null ? null : new Password(user, passwordFile));
  }

  /**
   * Refuses a broker's address that would let what is to be secret travel in the clear.
   *
   * @throws IllegalArgumentException unless it is {@code mqtts://} or there is nothing to hide
   */
  public void requireSuits(URI broker) {
    if (!LinkConfig.isTls(broker) && !equals(NONE)) {
      throw new IllegalArgumentException(
          "broker: expected mqtts://host[:port] with certificates or a password, found " + broker);
    }
  }

  /**
   * Reads every file, for a program that wants to know at its start.
   *
   * @throws IOException with one line for people, if one cannot be used
   */
  public void check() throws IOException {
    if (equals(NONE)) {
      // Without files there is nothing to read; the authorities of the JDK alone take 3 MB.
      return;
    }
    TlsSocketFactory.of(this);
    if (identity instanceof Password password) {
      SecretFile.firstLine(password.file());
    }
  }
}
