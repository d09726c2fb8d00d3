package io.espalier.controller.artifact;

import io.espalier.controller.files.WholeFile;
import io.espalier.shared.artifact.ArtifactManifest;
import io.espalier.shared.artifact.ArtifactSignature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/** The Ed25519 key of a data directory, which manifests are signed with. */
public final class SigningKey {
  private static final String ALGORITHM = "Ed25519";
  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";
  private static final int LINE = 64;

  private final PrivateKey privateKey;
  private final PublicKey publicKey;

  private SigningKey(PrivateKey privateKey, PublicKey publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /** Where the private key of a data directory is: PKCS #8 in PEM, for its owner's eyes only. */
  public static Path privateFile(Path dataDirectory) {
    return dataDirectory.resolve("signing-key.pem");
  }

  /** Where its public key is: X.509 SubjectPublicKeyInfo in PEM, for every node. */
  public static Path publicFile(Path dataDirectory) {
    return dataDirectory.resolve("signing-key.pub.pem");
  }

  /**
   * Makes a key.
   *
   * @throws FileAlreadyExistsException if there is one; nodes may trust it
   * @throws IOException if it cannot be written
   */
  public static SigningKey init(Path dataDirectory) throws IOException {
    Files.createDirectories(dataDirectory);
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      Path file = privateFile(dataDirectory);
      // With its mode from the start: never, not even for a moment, for others to read.
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(
          file, pem(PRIVATE, pair.getPrivate().getEncoded()), StandardOpenOption.TRUNCATE_EXISTING);
      WholeFile.write(publicFile(dataDirectory), pem(PUBLIC, pair.getPublic().getEncoded()));
      return new SigningKey(pair.getPrivate(), pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime since 15 must provide Ed25519", e);
    }
  }

  /**
   * The key of a data directory, if it has one.
   *
   * @throws IOException if its files cannot be read or hold no such keys
   */
  public static Optional<SigningKey> of(Path dataDirectory) throws IOException {
    Path file = privateFile(dataDirectory);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Path publicFile = publicFile(dataDirectory);
    try {
      KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
      PrivateKey secret = keys.generatePrivate(new PKCS8EncodedKeySpec(unpem(PRIVATE, file)));
      PublicKey open = keys.generatePublic(new X509EncodedKeySpec(unpem(PUBLIC, publicFile)));
      return Optional.of(new SigningKey(secret, open));
    } catch (GeneralSecurityException e) {
      throw new IOException(file + ": expected an Ed25519 key in PEM, found: " + e.getMessage(), e);
    }
  }

  /** The manifest with this key's signature. */
  public ArtifactManifest sign(ArtifactManifest manifest) {
    try {
      return manifest.signed(ArtifactSignature.of(manifest, privateKey, publicKey));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that was checked when it was read", e);
    }
  }

  /** What nodes check signatures with. */
  public PublicKey publicKey() {
    return publicKey;
  }

  /** The name that signatures give it. */
  public String name() {
    return ArtifactSignature.keyName(publicKey);
  }

  private static byte[] pem(String what, byte[] der) {
    Base64.Encoder lines = Base64.getMimeEncoder(LINE, new byte[] {'\n'});
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(what, lines.encodeToString(der), what)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] unpem(String what, Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
    String begin = "-----BEGIN " + what + "-----";
    String end = "-----END " + what + "-----";
    if (!text.startsWith(begin) || !text.endsWith(end)) {
      throw new IOException(file + ": expected one " + what + " in PEM, found none");
    }
    try {
      String body = text.substring(begin.length(), text.length() - end.length());
      return Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": expected Base64 in PEM, found: " + e.getMessage(), e);
    }
  }
}
