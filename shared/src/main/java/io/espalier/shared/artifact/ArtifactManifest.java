package io.espalier.shared.artifact;

/**
 * Describes an artifact to those who fetch it. Published after the artifact's last chunk, so
 * whoever sees it can fetch.
 *
 * @param schema version of this message, {@link #SCHEMA}
 * @param digest of the whole artifact
 * @param kind what it is for
 * @param name for people
 * @param plan its chunks
 * @param provenance where it came from
 */
public record ArtifactManifest(
    int schema,
    Digest digest,
    ArtifactKind kind,
    String name,
    ChunkPlan plan,
    Provenance provenance) {
  /** The version of this message that this build writes. */
  public static final int SCHEMA = 1;

  /** The manifest of {@code content}, which is cut into chunks of the usual size. */
  public static ArtifactManifest of(
      byte[] content, ArtifactKind kind, String name, Provenance provenance) {
    return new ArtifactManifest(
        SCHEMA, Digest.of(content), kind, name, ChunkPlan.of(content), provenance);
  }
}
