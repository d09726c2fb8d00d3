package io.espalier.shared.link;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Keys and certificates made for one test, for names and 127.0.0.1. */
record TestCertificates(X509Certificate certificate, KeyPair keys, String signature) {
  /** One that may sign others. */
  static TestCertificates authority(String algorithm) throws Exception {
    KeyPair keys = keys(algorithm);
    return new TestCertificates(
        certificate("authority", keys, "authority", keys, signature(algorithm), true, "127.0.0.1"),
        keys,
        signature(algorithm));
  }

  /** One that this one signed. */
  TestCertificates issue(String name, String algorithm, String address) throws Exception {
    KeyPair subject = keys(algorithm);
    return new TestCertificates(
        certificate(name, subject, "authority", keys, signature, false, address),
        subject,
        signature(algorithm));
  }

  /** Writes the certificate. */
  Path writeCertificate(Path file) throws IOException, GeneralSecurityException {
    return Files.writeString(file, pem("CERTIFICATE", certificate.getEncoded()));
  }

  /** Writes the key, for its owner to read. */
  Path writeKey(Path file) throws IOException {
    Files.writeString(file, pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** A server that shows this certificate and wants to see one of {@code trusted}'s. */
  SSLContext server(X509Certificate trusted) throws Exception {
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry("own", keys.getPrivate(), new char[0], new X509Certificate[] {certificate});
    own.setCertificateEntry("trusted", trusted);
    KeyManagerFactory ownKeys = KeyManagerFactory.getInstance("PKIX");
    ownKeys.init(own, new char[0]);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(own);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(ownKeys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  static String pem(String what, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, body, what);
  }

  private static KeyPair keys(String algorithm) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (!algorithm.equals("Ed25519")) {
      generator.initialize(algorithm.equals("EC") ? 256 : 2048);
    }
    return generator.generateKeyPair();
  }

  private static String signature(String algorithm) {
    return switch (algorithm) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      default -> "Ed25519";
    };
  }

  private static X509Certificate certificate(
      String name,
      KeyPair subject,
      String issuer,
      KeyPair signer,
      String signature,
      boolean authority,
      String address)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Name("CN=" + issuer),
            BigInteger.valueOf(System.nanoTime()),
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(Duration.ofHours(1))),
            new X500Name("CN=" + name),
            subject.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.iPAddress, address)));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder(signature).build(signer.getPrivate())));
  }
}
