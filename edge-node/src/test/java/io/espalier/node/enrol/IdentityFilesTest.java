package io.espalier.node.enrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.shared.enrol.EnrolmentGrant;
import io.espalier.shared.enrol.EnrolmentToken;
import io.espalier.shared.fleet.NodeId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityFilesTest {
  private static final NodeId NODE = new NodeId("pi-1");
  private static final EnrolmentToken TOKEN = new EnrolmentToken("0".repeat(64));

  /** Made by openssl for these tests; nobody has their keys. */
  private static final String AUTHORITY =
      """
      -----BEGIN CERTIFICATE-----
      MIIBbjCCARWgAwIBAgIUHICiizdBR0E8SnsvKGQXJ1wL7s0wCgYIKoZIzj0EAwIw
      DTELMAkGA1UEAwwCY2EwHhcNMjYxMTI4MDkzMTIyWhcNMjYxMjA4MDkzMTIyWjAN
      MQswCQYDVQQDDAJjYTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABAQ5cF7O2V3A
      QAC617PcEwmnyrlsysQOc567yT25BVwlzrMqIK9utO4vLmCbPaAugjx+uwTi4g2w
      g1LPUDlOpOGjUzBRMB0GA1UdDgQWBBRtWUzGKn42pYt3FGEHXsyFN10cozAfBgNV
      HSMEGDAWgBRtWUzGKn42pYt3FGEHXsyFN10cozAPBgNVHRMBAf8EBTADAQH/MAoG
      CCqGSM49BAMCA0cAMEQCIAEYOC5KeqkI85q5jD1PecN7sLdD8reRpJaUzioJsI8Q
      AiAtEOjnxs6paAISGYzi1mkH+ZtDs3wPlizn4/K77HiEXg==
      -----END CERTIFICATE-----
      """;

  private static final String ANOTHER_AUTHORITY =
      """
      -----BEGIN CERTIFICATE-----
      MIIBbzCCARWgAwIBAgIUR+vcWvDywfJRIYlKL9XZbNXmiIQwCgYIKoZIzj0EAwIw
      DTELMAkGA1UEAwwCY2EwHhcNMjYxMTI4MTAzMjA3WhcNMjYxMjA4MTAzMjA3WjAN
      MQswCQYDVQQDDAJjYTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABCJYrqOmJGfJ
      mgpauOpp/KUYQ3UoVZjtUDRZ+fvwaKagh/kJpyp55dnfE67mkySkhntIq3RVFH7B
      7kdfVtcFvH6jUzBRMB0GA1UdDgQWBBSfWTgrrA4eupA8UEWLXWs0/P865TAfBgNV
      HSMEGDAWgBSfWTgrrA4eupA8UEWLXWs0/P865TAPBgNVHRMBAf8EBTADAQH/MAoG
      CCqGSM49BAMCA0gAMEUCIHZtDT2+yCPAvjG3nBtVhdnBJiAF7FdAgDsKh0cq/G/e
      AiEAnS2jutkXZgZwoFXZNB3i5TJNpxJOjqP8kXoBa2s6kv8=
      -----END CERTIFICATE-----
      """;

  private static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBcjCCARegAwIBAgIUSeNRZUwC6X4vgWIF6CcSjNnXfQcwCgYIKoZIzj0EAwIw
      DTELMAkGA1UEAwwCY2EwHhcNMjYxMTI4MDkzMTIzWhcNMjYxMjA4MDkzMTIzWjAP
      MQ0wCwYDVQQDDARwaS0xMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAENKJK2sHP
      S5/GZx1lDOF4qltPz+RTOYhK2cdc5C8kWHl6VQx9WhJNBAD/6OYqehkI+3+vmK0G
      JmNExPgPscM37KNTMFEwDwYDVR0RBAgwBocEfwAAATAdBgNVHQ4EFgQUluvvMrdp
      BlTHFYFhL33/E+nEPGEwHwYDVR0jBBgwFoAUbVlMxip+NqWLdxRhB17MhTddHKMw
      CgYIKoZIzj0EAwIDSQAwRgIhAKLrsHxlGoI4Et0y658xZiaV9oCKr1eVzVwRp9+6
      jCypAiEAvs1nGdWQYAmd0vWVYEZboaXM07iEU90LXiz2c13saMg=
      -----END CERTIFICATE-----
      """;

  @TempDir private Path data;

  @Test
  void keys_areTheSameAfterALossOfPower_andForTheirOwnerOnly() throws IOException {
    KeyPair first = IdentityFiles.in(data).keys();
    KeyPair second = IdentityFiles.in(data).keys();
    assertThat(second.getPublic()).isEqualTo(first.getPublic());
    assertThat(second.getPrivate()).isEqualTo(first.getPrivate());
    assertThat(Files.getPosixFilePermissions(IdentityFiles.in(data).key()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void grantForThisNodeAndKey_isKept() throws Exception {
    IdentityFiles files = IdentityFiles.in(data);
    files.keys();
    files.keep(TOKEN.grant(NODE, CERTIFICATE, AUTHORITY, "c2lnbmVy"), granted());
    assertThat(files.certificate()).hasContent(CERTIFICATE);
    assertThat(files.authority()).hasContent(AUTHORITY);
    assertThat(files.signingKey()).hasContent("c2lnbmVy");
  }

  @Test
  void grantThatIsNotForThisNodeAndKey_isRefused_andNothingIsKept() throws Exception {
    PublicKey own = granted();
    refused(
        TOKEN.grant(new NodeId("pi-2"), CERTIFICATE, AUTHORITY, null),
        own,
        "certificate: expected CN=pi-2, found CN=pi-1");
    refused(
        TOKEN.grant(NODE, CERTIFICATE, ANOTHER_AUTHORITY, null),
        own,
        "certificate: expected the authority's signature, found another");
    refused(
        TOKEN.grant(NODE, CERTIFICATE, AUTHORITY, null),
        IdentityFiles.in(data).keys().getPublic(),
        "certificate: expected one for this node's key, found another's");
    refused(
        TOKEN.grant(NODE, "x", AUTHORITY, null),
        own,
        "certificate: expected X.509 in PEM, found something else");
  }

  @Test
  void answerToAnothersQuestion_isKnownAsSuch() throws Exception {
    EnrolmentGrant grant = TOKEN.grant(NODE, CERTIFICATE, AUTHORITY, null);
    PublicKey own = IdentityFiles.in(data).keys().getPublic();
    assertThat(GrantedCertificate.isFor(grant, TOKEN.request(NODE, granted()))).isTrue();
    assertThat(GrantedCertificate.isFor(grant, TOKEN.request(NODE, own))).isFalse();
    EnrolmentGrant refusal = EnrolmentGrant.refusal(NODE, "no");
    assertThat(GrantedCertificate.isFor(refusal, TOKEN.request(NODE, own))).isFalse();
  }

  private void refused(EnrolmentGrant grant, PublicKey own, String why) throws IOException {
    IdentityFiles files = IdentityFiles.in(data);
    files.keys();
    assertThatThrownBy(() -> files.keep(grant, own))
        .isInstanceOf(IOException.class)
        .hasMessage(why);
    assertThat(files.certificate()).doesNotExist();
  }

  private static PublicKey granted() throws GeneralSecurityException {
    byte[] pem = CERTIFICATE.getBytes(StandardCharsets.US_ASCII);
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(pem))
        .getPublicKey();
  }
}
