package io.espalier.controller.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.controller.secure.Authority;
import io.espalier.shared.enrol.EnrolmentGrant;
import io.espalier.shared.enrol.EnrolmentRequest;
import io.espalier.shared.enrol.EnrolmentToken;
import io.espalier.shared.fleet.NodeId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolmentTest {
  private static final NodeId NODE = new NodeId("pi-1");
  private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");
  private static final Instant UNTIL = NOW.plus(Duration.ofHours(1));
  private static final Authority AUTHORITY = Authority.create("espalier");

  @TempDir private Path directory;

  private final EnrolmentToken token = EnrolmentTokens.newToken();
  private EnrolmentTokens tokens;
  private Enrolment enrolment;

  @BeforeEach
  void issue() throws IOException {
    tokens = new EnrolmentTokens(directory);
    enrolment = new Enrolment(tokens, AUTHORITY, "key");
    tokens.issue(NODE, token, UNTIL);
  }

  @Test
  void whoKnowsTheToken_getsACertificateForItsKeyAndName() throws Exception {
    PublicKey key = key("EC");
    EnrolmentGrant grant = enrolment.answer(token.request(NODE, key), NOW);
    assertThat(token.proves(grant)).isTrue();
    assertThat(grant.signingKey()).isEqualTo("key");
    X509Certificate certificate = certificate(grant);
    certificate.verify(AUTHORITY.certificate().getPublicKey());
    assertThat(certificate.getPublicKey()).isEqualTo(key);
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=pi-1");
  }

  @Test
  void sameQuestionAgain_getsTheSameAnswer_andAnyOtherNone() throws Exception {
    EnrolmentRequest request = token.request(NODE, key("EC"));
    EnrolmentGrant grant = enrolment.answer(request, NOW);
    assertThat(enrolment.answer(request, NOW)).isEqualTo(grant);
    Enrolment restarted = new Enrolment(new EnrolmentTokens(directory), AUTHORITY, "other");
    assertThat(restarted.answer(request, NOW)).isEqualTo(grant);
    refused(
        token.request(NODE, key("EC")), "pi-1: expected a token that was not used before, found");
    assertThat(contents()).doesNotContain(token.reveal());
  }

  @Test
  void wrongProof_getsNothing_andCostsNobodyTheToken() throws Exception {
    EnrolmentToken guess = EnrolmentTokens.newToken();
    refused(guess.request(NODE, key("EC")), "pi-1: expected a proof by its token, found another");
    EnrolmentRequest good = token.request(NODE, key("EC"));
    String otherKey = token.request(NODE, key("EC")).publicKey();
    refused(
        new EnrolmentRequest(1, NODE, otherKey, good.proof()),
        "pi-1: expected a proof by its token, found another");
    assertThat(enrolment.answer(good, NOW).error()).isNull();
  }

  @Test
  void tokenOfAnotherNode_orNone_orOneThatIsOver_isRefused() throws Exception {
    NodeId other = new NodeId("pi-2");
    refused(token.request(other, key("EC")), "pi-2: expected a token that is good, found none");
    EnrolmentGrant late = enrolment.answer(token.request(NODE, key("EC")), UNTIL);
    assertThat(late.error()).isEqualTo("pi-1: expected a token that is good, found none");
  }

  @Test
  void keyThatIsNone_isRefused_andCostsNobodyTheToken() throws Exception {
    refused(token.request(NODE, key("Ed25519")), "pi-1: expected an EC key");
    assertThat(enrolment.answer(token.request(NODE, key("EC")), NOW).error()).isNull();
  }

  @Test
  void whatIsOver_isForgotten_andTheAnswersOfUsedTokensAreNamed() throws Exception {
    tokens.issue(new NodeId("pi-2"), EnrolmentTokens.newToken(), UNTIL);
    enrolment.answer(token.request(NODE, key("EC")), NOW);
    assertThat(tokens.forget(NOW)).isEmpty();
    assertThat(tokens.forget(NOW.plus(Enrolment.ANSWER_LIFE))).containsExactly(NODE);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  private void refused(EnrolmentRequest request, String why) throws IOException {
    EnrolmentGrant grant = enrolment.answer(request, NOW);
    assertThat(grant.error()).startsWith(why).hasLineCount(1).doesNotContain(token.reveal());
    assertThat(grant.certificate()).isNull();
    assertThat(grant.proof()).isEmpty();
  }

  private String contents() throws IOException {
    return Files.readString(directory.resolve("pi-1.json"));
  }

  private static PublicKey key(String algorithm) throws GeneralSecurityException {
    return KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPublic();
  }

  private static X509Certificate certificate(EnrolmentGrant grant) throws GeneralSecurityException {
    byte[] pem = Objects.requireNonNull(grant.certificate()).getBytes(StandardCharsets.US_ASCII);
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
  }
}
