package io.espalier.node.enrol;

import io.espalier.shared.enrol.EnrolmentGrant;
import io.espalier.shared.enrol.EnrolmentRequest;
import io.espalier.shared.fleet.NodeId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Objects;

/** What a node makes sure of before it takes a certificate for its own. */
public final class GrantedCertificate {
  private GrantedCertificate() {}

  /**
   * Whether an answer is to that question: another that used the token, or this node before it lost
   * its key, may have one that is still there.
   */
  public static boolean isFor(EnrolmentGrant grant, EnrolmentRequest request) {
    try {
      X509Certificate granted =
          parsed("certificate", Objects.requireNonNullElse(grant.certificate(), ""));
      byte[] key = granted.getPublicKey().getEncoded();
      return Base64.getEncoder().encodeToString(key).equals(request.publicKey());
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Refuses one that is not for this node and its key, or not by that authority.
   *
   * @throws IOException with one line for people
   */
  static void check(String certificate, String authority, NodeId node, PublicKey own)
      throws IOException {
    X509Certificate granted = parsed("certificate", certificate);
    if (!granted.getPublicKey().equals(own)) {
      throw new IOException("certificate: expected one for this node's key, found another's");
    }
    String expected = "CN=" + node;
    String found = granted.getSubjectX500Principal().getName();
    if (!found.equals(expected)) {
      throw new IOException("certificate: expected " + expected + ", found " + found);
    }
    try {
      granted.verify(parsed("authority", authority).getPublicKey());
    } catch (GeneralSecurityException e) {
      throw new IOException("certificate: expected the authority's signature, found another", e);
    }
  }

  private static X509Certificate parsed(String what, String pem) throws IOException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    } catch (CertificateException e) {
      throw new IOException(what + ": expected X.509 in PEM, found something else", e);
    }
  }
}
