package io.espalier.controller.secure;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Vouches for servers and their clients by X.509 certificates; its own key is EC P-256.
 *
 * @param certificate its own
 * @param key that it signs with
 */
public record Authority(X509Certificate certificate, PrivateKey key) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final int SERIAL_BITS = 128;

  /** As long as a board may hang in a shop: nothing renews certificates by itself. */
  private static final Duration LIFE = Duration.ofDays(20 * 365);

  /** A board without a battery starts in 1970 and must find its broker's certificate valid. */
  private static final Instant BEGINNING = Instant.EPOCH;

  /** What a certificate says beside names and key. */
  private interface Use {
    void describe(JcaX509v3CertificateBuilder certificate) throws CertIOException;
  }

  /** A new one. */
  public static Authority create(String name) {
    KeyPair keys = newKeys();
    X500Name itself = name(name);
    X509Certificate certificate =
        certificate(itself, keys.getPrivate(), itself, keys.getPublic(), Authority::signing);
    return new Authority(certificate, keys.getPrivate());
  }

  /**
   * The one in two files.
   *
   * @throws IOException with one line for people, if they cannot be used
   */
  public static Authority read(Path certificate, Path key) throws IOException {
    return new Authority(Pem.certificate(certificate), Pem.key(key));
  }

  /** A new EC key, on P-256. */
  static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has P-256", e);
    }
  }

  /**
   * Vouches for a broker, or a controller's web interface.
   *
   * @param hosts names and addresses by which its clients reach it
   */
  public X509Certificate server(List<String> hosts, PublicKey key) {
    return issue("espalier server", key, builder -> serving(builder, hosts));
  }

  /** Vouches for a client of that name. */
  public X509Certificate client(String name, PublicKey key) {
    return issue(name, key, Authority::asking);
  }

  /** {@link #client} in PEM. */
  public String clientPem(String name, PublicKey key) {
    return Pem.of(client(name, key));
  }

  /** Its own certificate in PEM. */
  public String pem() {
    return Pem.of(certificate);
  }

  /** Says nothing of the key. */
  @Override
  public String toString() {
    return "authority " + certificate.getSubjectX500Principal().getName();
  }

  private X509Certificate issue(String name, PublicKey key, Use use) {
    X500Name issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    return certificate(issuer, this.key, name(name), key, use);
  }

  private static X509Certificate certificate(
      X500Name issuer, PrivateKey signer, X500Name subject, PublicKey key, Use use) {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(SERIAL_BITS, RANDOM),
            Date.from(BEGINNING),
            Date.from(Instant.now().plus(LIFE)),
            subject,
            key);
    try {
      use.describe(builder);
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(signer)));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("every Java runtime has " + SIGNATURE, e);
    }
  }

  private static void signing(JcaX509v3CertificateBuilder certificate) throws CertIOException {
    certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    certificate.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
  }

  private static void serving(JcaX509v3CertificateBuilder certificate, List<String> hosts)
      throws CertIOException {
    endEntity(certificate, KeyPurposeId.id_kp_serverAuth);
    certificate.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(hosts.stream().map(Authority::host).toArray(GeneralName[]::new)));
  }

  private static void asking(JcaX509v3CertificateBuilder certificate) throws CertIOException {
    endEntity(certificate, KeyPurposeId.id_kp_clientAuth);
  }

  private static void endEntity(JcaX509v3CertificateBuilder certificate, KeyPurposeId purpose)
      throws CertIOException {
    certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    certificate.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    certificate.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
  }

  private static GeneralName host(String host) {
    boolean number = host.contains(":") || host.matches("[0-9.]+");
    return new GeneralName(number ? GeneralName.iPAddress : GeneralName.dNSName, host);
  }

  private static X500Name name(String commonName) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
  }
}
