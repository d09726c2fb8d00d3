package io.espalier.shared.enrol;

import io.espalier.shared.fleet.NodeId;

/**
 * A new node asks for a certificate.
 *
 * @param schema version of this message, {@link #SCHEMA}
 * @param node under which name
 * @param publicKey its own, as X.509 SubjectPublicKeyInfo in Base64
 * @param proof HMAC-SHA-256, keyed by the one-time token, over {@code espalier enrol request}, node
 *     and publicKey, each ended by a line feed; hexadecimal
 */
public record EnrolmentRequest(int schema, NodeId node, String publicKey, String proof) {
  /** The version of this message that this build writes. */
  public static final int SCHEMA = 1;
}
