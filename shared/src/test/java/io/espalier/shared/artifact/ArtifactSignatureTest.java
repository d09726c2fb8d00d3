package io.espalier.shared.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.shared.wire.WireCoding;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArtifactSignatureTest {
  private static final KeyPair OURS = keys();
  private static final KeyPair THEIRS = keys();

  @Test
  void isOf_holdsForTheManifestThatWasSignedAndTheKeyThatSigned() throws Exception {
    ArtifactManifest manifest = manifest(new byte[] {1, 2, 3}, ArtifactKind.MODEL);
    ArtifactSignature signature =
        ArtifactSignature.of(manifest, OURS.getPrivate(), OURS.getPublic());

    assertThat(signature.isOf(manifest, OURS.getPublic())).isTrue();
    assertThat(signature.isOf(manifest.signed(signature), OURS.getPublic())).isTrue();
    assertThat(signature.isOf(manifest, THEIRS.getPublic())).isFalse();
  }

  @Test
  void isOf_failsForAnotherContentOrKind() throws Exception {
    ArtifactManifest manifest = manifest(new byte[] {1, 2, 3}, ArtifactKind.HEAD);
    ArtifactSignature signature =
        ArtifactSignature.of(manifest, OURS.getPrivate(), OURS.getPublic());

    assertThat(signature.isOf(manifest(new byte[] {1, 2, 4}, ArtifactKind.HEAD), OURS.getPublic()))
        .isFalse();
    assertThat(signature.isOf(manifest(new byte[] {1, 2, 3}, ArtifactKind.MODEL), OURS.getPublic()))
        .isFalse();
  }

  @Test
  void isOf_failsForRubbish() {
    ArtifactManifest manifest = manifest(new byte[] {1}, ArtifactKind.MODEL);
    String key = ArtifactSignature.keyName(OURS.getPublic());

    assertThat(new ArtifactSignature(key, "?").isOf(manifest, OURS.getPublic())).isFalse();
    assertThat(new ArtifactSignature(key, "AAAA").isOf(manifest, OURS.getPublic())).isFalse();
  }

  private static ArtifactManifest manifest(byte[] content, ArtifactKind kind) {
    return ArtifactManifest.of(
        content,
        new WireCoding.Coded(WireCoding.PLAIN, content),
        kind,
        "test",
        Provenance.ofThisBuild(Map.of()));
  }

  private static KeyPair keys() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
