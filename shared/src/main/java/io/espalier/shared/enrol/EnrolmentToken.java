package io.espalier.shared.enrol;

import io.espalier.shared.fleet.NodeId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What a new node and its controller both know, and nobody else. It never travels: it is the key of
 * the proofs that they show each other.
 */
public final class EnrolmentToken {
  /** Bytes of chance in a token. */
  public static final int BYTES = 32;

  private static final String MAC = "HmacSHA256";
  private static final Pattern ALLOWED = Pattern.compile("[0-9a-f]{" + 2 * BYTES + "}");

  private final String text;

  /**
   * A token as people hand it over.
   *
   * @param text 64 lower-case hexadecimal digits
   * @throws IllegalArgumentException if it is anything else; the message does not repeat it
   */
  public EnrolmentToken(String text) {
    if (!ALLOWED.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "token: expected %d lower-case hexadecimal digits, found something else"
              .formatted(2 * BYTES));
    }
    this.text = text;
  }

  /** The token itself, for the one file that is handed over. */
  public String reveal() {
    return text;
  }

  /** What a node asks with. */
  public EnrolmentRequest request(NodeId node, PublicKey key) {
    String publicKey = Base64.getEncoder().encodeToString(key.getEncoded());
    return new EnrolmentRequest(
        EnrolmentRequest.SCHEMA, node, publicKey, requestProof(node, publicKey));
  }

  /** Whether who asks knows the token. */
  public boolean proves(EnrolmentRequest request) {
    return same(request.proof(), requestProof(request.node(), request.publicKey()));
  }

  /**
   * What a node gets.
   *
   * @param certificate its own, in PEM
   * @param authority that of who signed it, in PEM
   * @param signingKey what manifests are signed with, in Base64; absent where they are not
   */
  public EnrolmentGrant grant(
      NodeId node, String certificate, String authority, @Nullable String signingKey) {
    return new EnrolmentGrant(
        EnrolmentGrant.SCHEMA,
        node,
        certificate,
        authority,
        signingKey,
        grantProof(node, certificate, authority, signingKey),
        null);
  }

  /** Whether who answers knows the token. */
  public boolean proves(EnrolmentGrant grant) {
    return same(
        grant.proof(),
        grantProof(grant.node(), grant.certificate(), grant.authority(), grant.signingKey()));
  }

  /** Says nothing of the token. */
  @Override
  public String toString() {
    return "an enrolment token";
  }

  private String requestProof(NodeId node, String publicKey) {
    return proof("espalier enrol request", node.value(), publicKey);
  }

  private String grantProof(
      NodeId node,
      @Nullable String certificate,
      @Nullable String authority,
      @Nullable String signingKey) {
    return proof("espalier enrol grant", node.value(), certificate, authority, signingKey);
  }

  private String proof(@Nullable String... lines) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(text.getBytes(StandardCharsets.US_ASCII), MAC));
      Stream.of(lines)
          .map(line -> (line == null ? "" : line) + "\n")
          .forEach(line -> mac.update(line.getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime must provide " + MAC, e);
    }
  }

  /** Takes as long for a wrong proof as for a right one. */
  private static boolean same(String shown, String expected) {
    return MessageDigest.isEqual(
        shown.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
  }
}
