package io.espalier.shared.artifact;

import io.espalier.shared.wire.WireCoding;

/**
 * Describes an artifact to those who fetch it. Published after the artifact's last chunk, so
 * whoever sees it can fetch.
 *
 * @param schema version of this message, {@link #SCHEMA}
 * @param digest of the whole artifact
 * @param kind what it is for
 * @param name for people
 * @param size bytes of the whole artifact
 * @param coding how it is coded on its way
 * @param plan the chunks of its coded bytes
 * @param provenance where it came from
 */
public record ArtifactManifest(
    int schema,
    Digest digest,
    ArtifactKind kind,
    String name,
    long size,
    WireCoding coding,
    ChunkPlan plan,
    Provenance provenance) {
  /** The version of this message that this build writes. */
  public static final int SCHEMA = 2;

  /**
   * The manifest of an artifact whose coded bytes are cut into chunks of the usual size.
   *
   * @param content the artifact itself
   * @param coded the same as it travels
   */
  public static ArtifactManifest of(
      byte[] content,
      WireCoding.Coded coded,
      ArtifactKind kind,
      String name,
      Provenance provenance) {
    return new ArtifactManifest(
        SCHEMA,
        Digest.of(content),
        kind,
        name,
        content.length,
        coded.coding(),
        ChunkPlan.of(coded.bytes()),
        provenance);
  }
}
