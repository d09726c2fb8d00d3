package io.espalier.controller.link;

import io.espalier.shared.artifact.ArtifactKind;
import io.espalier.shared.artifact.ArtifactManifest;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.artifact.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An artifact and where its bytes are.
 *
 * @param manifest describes it
 * @param content reads it
 */
public record Publishable(ArtifactManifest manifest, Content content) {
  /** Where bytes are. */
  @FunctionalInterface
  public interface Content {
    /** Reads all of them. */
    byte[] read() throws IOException;
  }

  /** A file, read again each time it is published. */
  public static Publishable file(Path file, ArtifactKind kind, String name, Provenance provenance)
      throws IOException {
    return new Publishable(
        ArtifactManifest.of(Files.readAllBytes(file), kind, name, provenance),
        () -> Files.readAllBytes(file));
  }

  /** Bytes in memory; not copied. */
  public static Publishable bytes(
      byte[] bytes, ArtifactKind kind, String name, Provenance provenance) {
    return new Publishable(ArtifactManifest.of(bytes, kind, name, provenance), () -> bytes);
  }

  /** The digest that names it. */
  public Digest digest() {
    return manifest.digest();
  }
}
