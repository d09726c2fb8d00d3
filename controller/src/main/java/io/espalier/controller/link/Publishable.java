package io.espalier.controller.link;

import io.espalier.shared.artifact.ArtifactKind;
import io.espalier.shared.artifact.ArtifactManifest;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.artifact.Provenance;
import io.espalier.shared.wire.WireCoding;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An artifact and where its coded bytes are.
 *
 * @param manifest describes it
 * @param coded reads its bytes as they travel
 */
public record Publishable(ArtifactManifest manifest, Content coded) {
  /** Where bytes are. */
  @FunctionalInterface
  public interface Content {
    /** Reads all of them. */
    byte[] read() throws IOException;
  }

  /** A file; its coded bytes stay in memory while there is room, and are made again after that. */
  public static Publishable file(Path file, ArtifactKind kind, String name, Provenance provenance)
      throws IOException {
    byte[] content = Files.readAllBytes(file);
    WireCoding.Coded coded = WireCoding.encode(content);
    SoftReference<byte[]> kept = new SoftReference<>(coded.bytes());
    return new Publishable(
        ArtifactManifest.of(content, coded, kind, name, provenance),
        () -> {
          byte[] bytes = kept.get();
          return bytes != null ? bytes : WireCoding.encode(Files.readAllBytes(file)).bytes();
        });
  }

  /** Bytes in memory; not copied. */
  public static Publishable bytes(
      byte[] bytes, ArtifactKind kind, String name, Provenance provenance) {
    WireCoding.Coded coded = WireCoding.encode(bytes);
    return new Publishable(ArtifactManifest.of(bytes, coded, kind, name, provenance), coded::bytes);
  }

  /** The digest that names it. */
  public Digest digest() {
    return manifest.digest();
  }
}
