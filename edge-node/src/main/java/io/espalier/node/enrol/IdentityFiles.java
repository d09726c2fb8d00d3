package io.espalier.node.enrol;

import io.espalier.node.disk.DurableFile;
import io.espalier.shared.enrol.EnrolmentGrant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Objects;

/**
 * Who a node is, in files of its data directory: what enrolment brought, or what its owner put
 * there. The key never leaves them.
 */
public final class IdentityFiles {
  private static final String ALGORITHM = "EC";
  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";
  private static final int LINE = 64;

  private final Path directory;

  private IdentityFiles(Path directory) {
    this.directory = directory;
  }

  /** Those of a data directory. */
  public static IdentityFiles in(Path dataDirectory) {
    return new IdentityFiles(dataDirectory.resolve("identity"));
  }

  /** The directory. */
  public Path directory() {
    return directory;
  }

  /** Who vouches for the broker. */
  public Path authority() {
    return directory.resolve("ca.crt");
  }

  /** The node's certificate. */
  public Path certificate() {
    return directory.resolve("node.crt");
  }

  /** Its key. */
  public Path key() {
    return directory.resolve("node.key");
  }

  /** Its password, where it has that instead. */
  public Path password() {
    return directory.resolve("password");
  }

  /** The key that artifacts must be signed with, if there is one. */
  public Path signingKey() {
    return directory.resolve("signing-key.pem");
  }

  /**
   * The keys to ask with: the same after a loss of power, for the answer is to those that asked.
   *
   * @throws IOException if they cannot be read or written
   */
  public KeyPair keys() throws IOException {
    if (Files.exists(key()) && Files.exists(publicKey())) {
      return read();
    }
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      writeKey(pem(PRIVATE, keys.getPrivate().getEncoded()));
      write(publicKey(), pem(PUBLIC, keys.getPublic().getEncoded()));
      return keys;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has P-256", e);
    }
  }

  /**
   * Keeps what a node got, the certificate last: where it is, all is there.
   *
   * @throws IOException if the certificate is not for this key, or the files cannot be written
   */
  public void keep(EnrolmentGrant grant, PublicKey own) throws IOException {
    String certificate = Objects.requireNonNullElse(grant.certificate(), "");
    String authority = Objects.requireNonNullElse(grant.authority(), "");
    GrantedCertificate.check(certificate, authority, grant.node(), own);
    if (grant.signingKey() != null) {
      write(signingKey(), grant.signingKey() + "\n");
    }
    write(authority(), authority);
    write(certificate(), certificate);
    Files.deleteIfExists(publicKey());
  }

  private Path publicKey() {
    return directory.resolve("node.pub.pem");
  }

  private KeyPair read() throws IOException {
    try {
      KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
      return new KeyPair(
          keys.generatePublic(new X509EncodedKeySpec(der(PUBLIC, Files.readString(publicKey())))),
          keys.generatePrivate(new PKCS8EncodedKeySpec(der(PRIVATE, Files.readString(key())))));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Without the cause: its message may quote what it could not read.
      throw new IOException(key() + ": expected an EC key in PEM, found something else; remove it");
    }
  }

  private void writeKey(String pem) throws IOException {
    Files.deleteIfExists(key());
    Files.createFile(
        key(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    DurableFile.write(key(), pem.getBytes(StandardCharsets.US_ASCII));
  }

  private static void write(Path file, String text) throws IOException {
    DurableFile.replace(file, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String pem(String what, byte[] der) {
    String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, body, what);
  }

  private static byte[] der(String what, String pem) {
    String body =
        pem.replace("-----BEGIN " + what + "-----", "").replace("-----END " + what + "-----", "");
    return Base64.getMimeDecoder().decode(body);
  }
}
