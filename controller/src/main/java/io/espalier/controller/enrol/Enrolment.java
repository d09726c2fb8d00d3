package io.espalier.controller.enrol;

import io.espalier.controller.secure.Authority;
import io.espalier.shared.enrol.EnrolmentGrant;
import io.espalier.shared.enrol.EnrolmentRequest;
import io.espalier.shared.enrol.EnrolmentToken;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides who gets a certificate. A wrong proof costs nobody the token. */
final class Enrolment {
  /** How long an answer is there for a node that did not hear it. */
  static final Duration ANSWER_LIFE = Duration.ofHours(1);

  private final EnrolmentTokens tokens;
  private final Authority authority;
  private final @Nullable String signingKey;

  /**
   * One with that authority.
   *
   * @param signingKey what manifests are signed with, X.509 SubjectPublicKeyInfo in Base64; absent
   *     where they are not
   */
  Enrolment(EnrolmentTokens tokens, Authority authority, @Nullable String signingKey) {
    this.tokens = tokens;
    this.authority = authority;
    this.signingKey = signingKey;
  }

  /**
   * The answer, which is the same however often the same is asked.
   *
   * @throws IOException if the tokens cannot be read or written
   */
  EnrolmentGrant answer(EnrolmentRequest request, Instant now) throws IOException {
    if (request.schema() != EnrolmentRequest.SCHEMA) {
      return refused(request, "schema " + EnrolmentRequest.SCHEMA, "" + request.schema());
    }
    Optional<IssuedToken> found = tokens.of(request.node());
    if (found.isEmpty() || !now.isBefore(found.get().until())) {
      return refused(request, "a token that is good", "none");
    }
    IssuedToken issued = found.get();
    if (issued.token() == null) {
      return request.equals(issued.request()) && issued.grant() != null
          ? issued.grant()
          : refused(request, "a token that was not used before", "one that was");
    }
    EnrolmentToken token = new EnrolmentToken(issued.token());
    if (!token.proves(request)) {
      return refused(request, "a proof by its token", "another");
    }
    PublicKey key = key(request.publicKey());
    if (key == null) {
      return refused(request, "an EC key (X.509 in Base64)", "something else");
    }
    EnrolmentGrant grant =
        token.grant(
            request.node(),
            authority.clientPem(request.node().value(), key),
            authority.pem(),
            signingKey);
    tokens.use(request, grant, now.plus(ANSWER_LIFE));
    return grant;
  }

  private static EnrolmentGrant refused(EnrolmentRequest request, String expected, String found) {
    return EnrolmentGrant.refusal(
        request.node(), "%s: expected %s, found %s".formatted(request.node(), expected, found));
  }

  private static @Nullable PublicKey key(String text) {
    try {
      byte[] der = Base64.getDecoder().decode(text);
      return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return null;
    }
  }
}
