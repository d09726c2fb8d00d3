package io.espalier.simulator.node;

import io.espalier.shared.artifact.ArtifactManifest;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What nodes have found right, kept once for all of them: ten thousand copies of a model would not
 * fit into memory. Every node checks every chunk for itself; chunks that all have their digests are
 * the same bytes on every node, so decoding them and checking the whole is done once. Thread-safe.
 */
public final class Verified {
  private final Map<Digest, byte[]> chunks = new ConcurrentHashMap<>();
  private final Map<ArtifactManifest, Boolean> wholes = new ConcurrentHashMap<>();

  /** Nothing yet. */
  public Verified() {}

  /** Keeps a chunk whose digest was checked; not copied. */
  void keep(Digest digest, byte[] chunk) {
    chunks.putIfAbsent(digest, chunk);
  }

  /** Whether chunks that are all right add up to the artifact. */
  boolean addsUp(ArtifactManifest manifest) {
    return wholes.computeIfAbsent(manifest, this::decodes);
  }

  private boolean decodes(ArtifactManifest manifest) {
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    manifest.plan().chunks().forEach(digest -> coded.writeBytes(chunks.get(digest)));
    try {
      byte[] whole = manifest.coding().decode(coded.toByteArray(), manifest.size());
      return Digest.of(whole).equals(manifest.digest());
    } catch (WireException e) {
      return false;
    }
  }
}
