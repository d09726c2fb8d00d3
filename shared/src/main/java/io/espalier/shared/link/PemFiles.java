package io.espalier.shared.link;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys in PEM (RFC 7468). */
final class PemFiles {
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN PRIVATE KEY-----\\s+([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private PemFiles() {}

  /**
   * The certificates of a file, in its order; at least one.
   *
   * @throws IOException with one line for people
   */
  static List<X509Certificate> certificates(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (found.isEmpty()) {
        throw new IOException(file + ": expected certificates in PEM, found none");
      }
      return found;
    } catch (CertificateException e) {
      throw new IOException(file + ": expected certificates in PEM, found something else", e);
    } catch (FileSystemException e) {
      throw new IOException(file + ": cannot be read: " + e.getClass().getSimpleName(), e);
    }
  }

  /**
   * The private key that belongs to a certificate.
   *
   * @throws IOException with one line for people that says nothing of the key
   */
  static PrivateKey key(Path file, X509Certificate owner) throws IOException {
    Matcher pem = KEY.matcher(SecretFile.read(file));
    if (!pem.find()) {
      throw new IOException(
          file + ": expected an unencrypted PKCS #8 key in PEM (BEGIN PRIVATE KEY), found none");
    }
    String algorithm = owner.getPublicKey().getAlgorithm();
    try {
      byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Without the cause: its message may quote what it could not read.
      throw new IOException(
          file + ": expected the " + algorithm + " key of the certificate, found another");
    }
  }
}
