package io.espalier.node.artifact;

import io.espalier.shared.artifact.ArtifactKind;
import io.espalier.shared.artifact.ArtifactManifest;
import io.espalier.shared.artifact.ArtifactSignature;
import java.security.PublicKey;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an artifact must be for this node to take it.
 *
 * @param maxBytes coded and decoded, at least 1
 * @param kind what it must be for; absent if that does not matter
 * @param signer whose signature it must have; absent if it needs none
 */
record Requirements(long maxBytes, @Nullable ArtifactKind kind, @Nullable PublicKey signer) {
  /** The same, of that kind. */
  Requirements of(ArtifactKind required) {
    return new Requirements(maxBytes, required, signer);
  }

  /** The name of the signer's key; null where none is needed. */
  @Nullable String signerName() {
    return signer == null ? null : ArtifactSignature.keyName(signer);
  }

  /** Why an artifact with that manifest is not taken, one line for people; null if it is. */
  @Nullable String objection(ArtifactManifest offered) {
    if (offered.schema() != ArtifactManifest.SCHEMA) {
      return "expected a manifest of schema %d, found %d"
          .formatted(ArtifactManifest.SCHEMA, offered.schema());
    }
    if (kind != null && offered.kind() != kind) {
      return objectionTo(offered.kind());
    }
    long size = Math.max(offered.size(), offered.plan().size());
    if (size > maxBytes) {
      return "expected at most %d bytes, found %d".formatted(maxBytes, size);
    }
    if (signer == null) {
      return null;
    }
    ArtifactSignature signature = offered.signature();
    if (signature == null) {
      return "expected a signature by key " + signerName() + ", found none";
    }
    return signature.isOf(offered, signer)
        ? null
        : "expected a signature by key %s, found one by %s that is wrong"
            .formatted(signerName(), signature.key());
  }

  /** Why an artifact for something else is not taken. */
  String objectionTo(ArtifactKind found) {
    return "expected a %s, found a %s".formatted(nameOf(kind), nameOf(found));
  }

  private static String nameOf(@Nullable ArtifactKind kind) {
    return String.valueOf(kind).toLowerCase(Locale.ROOT);
  }
}
