package io.espalier.node.artifact;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Reads the key that artifacts must be signed with. */
public final class SignerKey {
  private SignerKey() {}

  /**
   * The Ed25519 public key in a file: X.509 SubjectPublicKeyInfo, as PEM or as bare Base64.
   *
   * @throws IOException with one line for people, if there is none
   */
  public static PublicKey read(Path file) throws IOException {
    String text;
    try {
      text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IOException("signing key " + file + ": cannot be read: " + e, e);
    }
    try {
      byte[] key =
          Base64.getDecoder()
              .decode(text.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", ""));
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(key));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw new IOException(
          "signing key " + file + ": expected an Ed25519 public key in PEM or Base64", e);
    }
  }
}
