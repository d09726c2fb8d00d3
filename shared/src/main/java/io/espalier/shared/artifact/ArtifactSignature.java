package io.espalier.shared.artifact;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;

/**
 * Who vouches for an artifact: an Ed25519 signature (RFC 8032) of a manifest's {@link
 * ArtifactManifest#statement() statement}.
 *
 * @param key the first 16 hexadecimal digits of the SHA-256 of the public key's
 *     SubjectPublicKeyInfo; tells which of several keys to check with
 * @param value 64 bytes in Base64
 */
public record ArtifactSignature(String key, String value) {
  private static final String ALGORITHM = "Ed25519";
  private static final int KEY_DIGITS = 16;

  /**
   * Signs.
   *
   * @param by the Ed25519 key to sign with
   * @param publicKey the one that belongs to it
   * @throws GeneralSecurityException if the key is of another kind
   */
  public static ArtifactSignature of(ArtifactManifest manifest, PrivateKey by, PublicKey publicKey)
      throws GeneralSecurityException {
    Signature signer = Signature.getInstance(ALGORITHM);
    signer.initSign(by);
    signer.update(manifest.statement());
    return new ArtifactSignature(
        keyName(publicKey), Base64.getEncoder().encodeToString(signer.sign()));
  }

  /** The name of a key, as in {@link #key}. */
  public static String keyName(PublicKey key) {
    return Digest.of(key.getEncoded()).hex().substring(0, KEY_DIGITS);
  }

  /** Whether that key made this signature of that manifest; false for rubbish of any kind. */
  public boolean isOf(ArtifactManifest manifest, PublicKey by) {
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(by);
      verifier.update(manifest.statement());
      return keyName(by).equals(key) && verifier.verify(Base64.getDecoder().decode(value));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }
}
