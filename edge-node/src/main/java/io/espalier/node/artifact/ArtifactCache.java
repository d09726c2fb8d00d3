package io.espalier.node.artifact;

import io.espalier.shared.artifact.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Artifacts by digest: from disk where they are there, else from the broker. Used by one thread.
 */
public final class ArtifactCache {
  private static final System.Logger LOG = System.getLogger(ArtifactCache.class.getName());

  private final ArtifactStore store;
  private final ArtifactSource source;
  private final FetchLimits limits;

  /**
   * Opens the cache and removes what an interrupted fetch left there.
   *
   * @param directory of its own; made if absent
   * @param maxBytes of all artifacts together; the longest unused go first
   * @param maxArtifactBytes of one artifact
   * @throws IOException if the directory cannot be used
   */
  public static ArtifactCache open(
      Path directory,
      long maxBytes,
      long maxArtifactBytes,
      ArtifactSource source,
      InstantSource clock)
      throws IOException {
    return new ArtifactCache(
        new ArtifactStore(directory, maxBytes, clock), source, FetchLimits.usual(maxArtifactBytes));
  }

  ArtifactCache(ArtifactStore store, ArtifactSource source, FetchLimits limits) {
    this.store = store;
    this.source = source;
    this.limits = limits;
  }

  /**
   * The artifact, verified. Blocks while it is fetched, as long as there is progress or no
   * connection.
   *
   * @param keep what must not be evicted to make room for it
   * @throws FetchException if it cannot be had
   */
  public LocalArtifact obtain(Digest digest, Set<Digest> keep)
      throws FetchException, InterruptedException {
    try {
      Optional<LocalArtifact> found = store.find(digest);
      return found.isPresent() ? found.get() : fetch(digest, keep);
    } catch (IOException e) {
      throw FetchException.unacceptable(digest, "could not be stored: " + e);
    }
  }

  private LocalArtifact fetch(Digest digest, Set<Digest> keep)
      throws FetchException, IOException, InterruptedException {
    try {
      long wireBytes = new ArtifactFetch(digest, source, limits).into(store.temporary(digest));
      store.commit(digest, wireBytes);
      LOG.log(System.Logger.Level.INFO, "artifact=" + digest + " fetched, bytes=" + wireBytes);
    } finally {
      store.discard(digest);
    }
    store.evict(keep);
    return store
        .find(digest)
        .orElseThrow(() -> FetchException.unacceptable(digest, "damaged as soon as it was stored"));
  }
}
