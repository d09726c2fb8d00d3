package io.espalier.shared.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.shared.wire.WireCoding;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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
 * @param signature of {@link #statement()}; absent where nobody signed
 */
public record ArtifactManifest(
    int schema,
    Digest digest,
    ArtifactKind kind,
    String name,
    long size,
    WireCoding coding,
    ChunkPlan plan,
    Provenance provenance,
    @JsonSetter(nulls = Nulls.SET) @Nullable ArtifactSignature signature) {
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
        provenance,
        null);
  }

  /** The same, signed. */
  public ArtifactManifest signed(ArtifactSignature by) {
    return new ArtifactManifest(schema, digest, kind, name, size, coding, plan, provenance, by);
  }

  /**
   * What a signature vouches for: what the artifact is and what for. How it travels is not part of
   * it, for whatever arrives must have the digest; and fields of later versions are not, so that
   * nodes of this one can check their signatures.
   */
  public byte[] statement() {
    String kindName = kind.name().toLowerCase(Locale.ROOT);
    return "espalier artifact 1\n%s\n%s\n%d\n".formatted(digest, kindName, size).getBytes(UTF_8);
  }
}
