package io.espalier.node.artifact;

import io.espalier.node.artifact.ArtifactStore.Found;
import io.espalier.node.disk.FlashMeter;
import io.espalier.shared.artifact.ArtifactKind;
import io.espalier.shared.artifact.Digest;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Artifacts by digest: from disk where they are there, else from the broker. Thread-safe. */
public final class ArtifactCache {
  private static final System.Logger LOG = System.getLogger(ArtifactCache.class.getName());

  private final ArtifactStore store;
  private final ArtifactSource source;
  private final FetchLimits limits;
  private final Requirements requirements;
  private final Set<Digest> fetching = new HashSet<>();
  private volatile Set<Digest> held = Set.of();

  /**
   * Opens the cache and removes what is of no use to an interrupted fetch.
   *
   * @param directory of its own; made if absent
   * @param maxBytes of all artifacts together; the longest unused go first
   * @param maxArtifactBytes of one artifact
   * @param signer whose signature every artifact must have; absent if none is needed
   * @param flash counts what is written
   * @throws IOException if the directory cannot be used
   */
  public static ArtifactCache open(
      Path directory,
      long maxBytes,
      long maxArtifactBytes,
      @Nullable PublicKey signer,
      ArtifactSource source,
      InstantSource clock,
      FlashMeter flash)
      throws IOException {
    Files.createDirectories(directory);
    return new ArtifactCache(
        new ArtifactStore(directory, maxBytes, DiskSpace.of(directory), clock, flash),
        source,
        FetchLimits.USUAL,
        new Requirements(maxArtifactBytes, null, signer));
  }

  ArtifactCache(
      ArtifactStore store, ArtifactSource source, FetchLimits limits, Requirements requirements) {
    this.store = store;
    this.source = source;
    this.limits = limits;
    this.requirements = requirements;
  }

  /**
   * The artifact, verified, whatever it is for. Blocks while it is fetched, as long as there is
   * progress or no connection.
   *
   * @param keep what must not be evicted to make room for it
   * @throws FetchException if it cannot be had
   */
  public LocalArtifact obtain(Digest digest, Set<Digest> keep)
      throws FetchException, InterruptedException {
    return obtain(digest, requirements, keep, share -> {});
  }

  /**
   * The artifact, verified and of that kind. Blocks like the other. A fetch that is interrupted, by
   * whatever, leaves its chunks to the next.
   *
   * @throws FetchException if it cannot be had
   */
  public LocalArtifact obtain(Digest digest, ArtifactKind kind, FetchProgress progress)
      throws FetchException, InterruptedException {
    return obtain(digest, requirements.of(kind), Set.of(digest), progress);
  }

  /** The artifact, if it is on disk and intact. Needs no connection. */
  public Optional<LocalArtifact> find(Digest digest) {
    try {
      return store.find(digest).map(Found::artifact);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "artifact=" + digest + " cannot be read: " + e);
      return Optional.empty();
    }
  }

  /** From now on these are not evicted. */
  public void hold(Set<Digest> digests) {
    held = Set.copyOf(digests);
  }

  /** Throws away what was fetched of all that is neither held nor being fetched. */
  public void discardUnfinished() {
    Set<Digest> wanted = new HashSet<>(held);
    synchronized (fetching) {
      wanted.addAll(fetching);
    }
    try {
      store.discardExcept(wanted);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "unfinished artifacts cannot be removed: " + e);
    }
  }

  private LocalArtifact obtain(
      Digest digest, Requirements required, Set<Digest> keep, FetchProgress progress)
      throws FetchException, InterruptedException {
    claim(digest);
    try {
      Optional<Found> found = store.find(digest).filter(f -> isSigned(f, required));
      if (found.isEmpty()) {
        return fetch(digest, required, keep, progress);
      }
      ArtifactKind kind = found.get().receipt().kind();
      if (required.kind() != null && kind != required.kind()) {
        throw FetchException.unacceptable(digest, required.objectionTo(kind));
      }
      return found.get().artifact();
    } catch (IOException e) {
      throw FetchException.unacceptable(digest, "could not be stored: " + e);
    } finally {
      release(digest);
    }
  }

  /** One that came before there was a key is fetched again, with its signature. */
  private static boolean isSigned(Found found, Requirements required) {
    String signer = required.signerName();
    return signer == null || signer.equals(found.receipt().signer());
  }

  private LocalArtifact fetch(
      Digest digest, Requirements required, Set<Digest> keep, FetchProgress progress)
      throws FetchException, IOException, InterruptedException {
    Set<Digest> needed = new HashSet<>(keep);
    needed.addAll(held);
    try {
      new ArtifactFetch(digest, store, source, limits, required, progress).run(needed);
    } catch (FetchException e) {
      if (!e.isResumable()) {
        store.discard(digest);
      }
      throw e;
    } catch (ClosedByInterruptException e) {
      throw new InterruptedException("fetch of " + digest.abbreviated());
    } catch (IOException e) {
      store.discard(digest);
      throw e;
    }
    store.evict(needed);
    LocalArtifact fetched =
        store
            .find(digest)
            .map(Found::artifact)
            .orElseThrow(
                () -> FetchException.unacceptable(digest, "damaged as soon as it was stored"));
    LOG.log(
        System.Logger.Level.INFO, "artifact=" + digest + " fetched, bytes=" + fetched.wireBytes());
    return fetched;
  }

  private void claim(Digest digest) throws InterruptedException {
    synchronized (fetching) {
      while (!fetching.add(digest)) {
        fetching.wait();
      }
    }
  }

  private void release(Digest digest) {
    synchronized (fetching) {
      fetching.remove(digest);
      fetching.notifyAll();
    }
  }
}
