package io.espalier.node.artifact;

import io.espalier.node.artifact.ChunkWindow.Step;
import io.espalier.shared.artifact.ArtifactManifest;
import io.espalier.shared.artifact.ChunkPlan;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.wire.WireCoding;
import io.espalier.shared.wire.WireException;
import java.io.IOException;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One fetch of one artifact into a store: its manifest, then the chunks that are missing, a few at
 * a time, then what they stand for. Chunks are written by the thread that brings them, so that a
 * slow disk slows the broker down.
 */
final class ArtifactFetch {
  private static final System.Logger LOG = System.getLogger(ArtifactFetch.class.getName());

  private final Digest digest;
  private final ArtifactStore store;
  private final ArtifactSource source;
  private final FetchLimits limits;
  private final Requirements requirements;
  private final FetchProgress progress;
  private final Patience patience;

  private long wireBytes;
  private @Nullable ArtifactManifest manifest;
  private @Nullable PartFile part;
  private @Nullable ChunkWindow window;
  private @Nullable FetchException failure;

  ArtifactFetch(
      Digest digest,
      ArtifactStore store,
      ArtifactSource source,
      FetchLimits limits,
      Requirements requirements,
      FetchProgress progress) {
    this.digest = digest;
    this.store = store;
    this.source = source;
    this.limits = limits;
    this.requirements = requirements;
    this.progress = progress;
    this.patience = new Patience(limits.patience(), source::isConnected);
  }

  /**
   * Fetches; when it returns, the artifact is in the store, verified and safe from a loss of power.
   * When it throws, the chunks that are right may be there still, for the next fetch.
   *
   * @param keep what must not be evicted to make room for it
   * @throws FetchException if the broker does not have it intact, or this node cannot take it
   * @throws IOException if it could not be written
   */
  void run(Set<Digest> keep) throws FetchException, IOException, InterruptedException {
    ArtifactManifest offered = fetchManifest();
    boolean isPlain = offered.coding() == WireCoding.PLAIN;
    store.reserve(digest, offered.plan().size() + (isPlain ? 0 : offered.size()), keep);
    try (PartFile chunks = store.openPart(digest, offered.plan(), limits.window())) {
      fetchChunks(offered.plan(), chunks);
      chunks.save();
      if (!isPlain) {
        store.writeDecoded(digest, decoded(offered, chunks.content()));
      }
    }
    Digest found = Digest.ofFile(isPlain ? store.part(digest) : store.decoded(digest));
    if (!found.equals(digest)) {
      throw FetchException.damaged(
          digest, "its chunks are as its manifest says, but together they are " + found);
    }
    store.commit(offered, receivedBytes(), requirements.signerName());
  }

  private byte[] decoded(ArtifactManifest offered, byte[] coded) throws FetchException {
    try {
      return offered.coding().decode(coded, offered.size());
    } catch (WireException e) {
      throw FetchException.damaged(
          digest, "its chunks are as its manifest says, but do not decode: " + e.getMessage());
    }
  }

  private synchronized ArtifactManifest fetchManifest()
      throws FetchException, InterruptedException {
    source.openManifest(digest, this::manifestArrived);
    try {
      await(() -> manifest != null);
      if (manifest == null) {
        throw FetchException.unobtainable(digest, "no manifest in " + seconds());
      }
      return manifest;
    } finally {
      source.closeManifest(digest);
    }
  }

  private synchronized void fetchChunks(ChunkPlan plan, PartFile chunks)
      throws FetchException, InterruptedException {
    ChunkWindow missing =
        new ChunkWindow(plan.count(), limits.window(), limits.tries(), chunks.present());
    part = chunks;
    window = missing;
    missing.start().forEach(n -> open(plan, n));
    try {
      await(missing::isComplete);
      if (!missing.isComplete()) {
        throw FetchException.unobtainable(
            digest,
            "%d of %d chunks, then none in %s"
                .formatted(missing.presentCount(), plan.count(), seconds()));
      }
    } finally {
      window = null;
      part = null;
      missing.open().forEach(n -> source.closeChunk(digest, n));
    }
  }

  /** Waits until {@code done}, a failure, or the end of patience. */
  private void await(BooleanSupplier done) throws FetchException, InterruptedException {
    patience.restart();
    while (!done.getAsBoolean() && failure == null && !patience.hasRunOut()) {
      wait(patience.sliceMillis());
    }
    if (failure != null) {
      throw failure;
    }
  }

  private synchronized void manifestArrived(byte[] payload) {
    if (manifest != null || failure != null) {
      return;
    }
    wireBytes += payload.length;
    try {
      manifest = acceptable(MessageCodec.decode(payload, ArtifactManifest.class));
    } catch (MalformedMessageException e) {
      failure = FetchException.damaged(digest, "its manifest is wrong: " + e.getMessage());
    } catch (FetchException e) {
      failure = e;
    }
    notifyAll();
  }

  private ArtifactManifest acceptable(ArtifactManifest offered) throws FetchException {
    if (!offered.digest().equals(digest)) {
      throw FetchException.damaged(digest, "its manifest is that of " + offered.digest());
    }
    String objection = requirements.objection(offered);
    if (objection != null) {
      throw FetchException.unacceptable(digest, objection);
    }
    return offered;
  }

  private synchronized void chunkArrived(ChunkPlan plan, int n, byte[] payload) {
    ChunkWindow missing = window;
    PartFile chunks = part;
    if (missing == null || chunks == null || failure != null) {
      return;
    }
    wireBytes += payload.length;
    try {
      boolean right = plan.matches(n, payload);
      if (right && !missing.has(n)) {
        chunks.write(n, payload);
      }
      Step step = missing.arrived(n, right);
      step.close().forEach(chunk -> source.closeChunk(digest, chunk));
      step.open().forEach(chunk -> open(plan, chunk));
      heed(step, n, missing.presentCount() / (double) plan.count());
    } catch (IOException e) {
      failure = FetchException.unacceptable(digest, "could not be written: " + e.getMessage());
    }
    notifyAll();
  }

  private void heed(Step step, int n, double share) {
    switch (step.verdict()) {
      case ACCEPTED -> {
        patience.restart();
        progress.at(share);
      }
      case REFUSED ->
          LOG.log(
              System.Logger.Level.WARNING,
              "artifact=" + digest + " chunk=" + n + " refused, fetched again");
      case GIVEN_UP ->
          failure =
              FetchException.damaged(
                  digest, "chunk " + n + " was wrong " + limits.tries() + " times");
      case REPEATED -> {
        // Told twice is as good as once.
      }
    }
  }

  private void open(ChunkPlan plan, int n) {
    source.openChunk(digest, n, payload -> chunkArrived(plan, n, payload));
  }

  private synchronized long receivedBytes() {
    return wireBytes;
  }

  private String seconds() {
    return limits.patience().toSeconds() + " s";
  }
}
