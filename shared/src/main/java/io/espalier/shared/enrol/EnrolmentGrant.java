package io.espalier.shared.enrol;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.shared.fleet.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * The certificate, or why there is none.
 *
 * @param schema version of this message, {@link #SCHEMA}
 * @param node for whom
 * @param certificate X.509 in PEM, its common name the node's; absent on a refusal
 * @param authority the certificate of who signed it, in PEM; absent on a refusal
 * @param signingKey the key that manifests are signed with, X.509 SubjectPublicKeyInfo in Base64;
 *     absent where they are not
 * @param proof HMAC-SHA-256, keyed by the one-time token, over {@code espalier enrol grant}, node,
 *     certificate, authority and signingKey (empty where absent), each ended by a line feed;
 *     hexadecimal; empty on a refusal
 * @param error one line for people; absent when all is well
 */
public record EnrolmentGrant(
    int schema,
    NodeId node,
    @JsonSetter(nulls = Nulls.SET) @Nullable String certificate,
    @JsonSetter(nulls = Nulls.SET) @Nullable String authority,
    @JsonSetter(nulls = Nulls.SET) @Nullable String signingKey,
    String proof,
    @JsonSetter(nulls = Nulls.SET) @Nullable String error) {
  /** The version of this message that this build writes. */
  public static final int SCHEMA = 1;

  /** Why a node gets nothing. */
  public static EnrolmentGrant refusal(NodeId node, String error) {
    return new EnrolmentGrant(SCHEMA, node, null, null, null, "", error);
  }
}
