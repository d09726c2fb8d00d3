package io.espalier.node.artifact;

import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.espalier.shared.artifact.ArtifactManifest;
import io.espalier.shared.artifact.ChunkPlan;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.wire.WireCoding;
import io.espalier.shared.wire.WireException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One fetch of one artifact into a file: its manifest, then its chunks, a few at a time, then what
 * they stand for. Chunks are written by the thread that brings them, so that a slow disk slows the
 * broker down.
 */
final class ArtifactFetch {
  private static final System.Logger LOG = System.getLogger(ArtifactFetch.class.getName());

  private final Digest digest;
  private final ArtifactSource source;
  private final FetchLimits limits;
  private final Patience patience;

  private final BitSet open = new BitSet();
  private int nextToOpen;
  private long wireBytes;
  private @Nullable ArtifactManifest manifest;
  private @Nullable ChunkAssembly assembly;
  private @Nullable FetchException failure;

  ArtifactFetch(Digest digest, ArtifactSource source, FetchLimits limits) {
    this.digest = digest;
    this.source = source;
    this.limits = limits;
    this.patience = new Patience(limits.patience(), source::isConnected);
  }

  /**
   * Fetches; when it returns, the artifact is in {@code file}, verified and safe from a loss of
   * power.
   *
   * @return payload bytes received
   * @throws FetchException if the broker does not have it intact, or this node cannot take it
   * @throws IOException if it could not be written
   */
  long into(Path file) throws FetchException, IOException, InterruptedException {
    ArtifactManifest offered = fetchManifest();
    ChunkPlan plan = offered.plan();
    try (ChunkAssembly chunks = new ChunkAssembly(plan, file, limits.tries())) {
      fetchChunks(plan, chunks);
      chunks.force();
    }
    if (offered.coding() != WireCoding.PLAIN) {
      decode(offered, file);
    }
    Digest found = Digest.ofFile(file);
    if (!found.equals(digest)) {
      throw FetchException.unobtainable(
          digest, "its chunks are as its manifest says, but together they are " + found);
    }
    return receivedBytes();
  }

  /** Puts the artifact in the place of its coded bytes, which nobody but this fetch reads. */
  private void decode(ArtifactManifest offered, Path file) throws FetchException, IOException {
    try {
      byte[] plain = offered.coding().decode(Files.readAllBytes(file), offered.size());
      try (FileChannel out = FileChannel.open(file, WRITE, TRUNCATE_EXISTING)) {
        ByteBuffer rest = ByteBuffer.wrap(plain);
        while (rest.hasRemaining()) {
          out.write(rest);
        }
        out.force(true);
      }
    } catch (WireException e) {
      throw FetchException.unobtainable(
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

  private synchronized void fetchChunks(ChunkPlan plan, ChunkAssembly chunks)
      throws FetchException, InterruptedException {
    assembly = chunks;
    for (int i = 0; i < limits.window(); i++) {
      openNext(plan);
    }
    try {
      await(chunks::isComplete);
      if (!chunks.isComplete()) {
        throw FetchException.unobtainable(
            digest,
            "%d of %d chunks, then none in %s"
                .formatted(chunks.presentCount(), plan.count(), seconds()));
      }
    } finally {
      assembly = null;
      open.stream().forEach(n -> source.closeChunk(digest, n));
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
      failure = FetchException.unobtainable(digest, "its manifest is wrong: " + e.getMessage());
    } catch (FetchException e) {
      failure = e;
    }
    notifyAll();
  }

  private ArtifactManifest acceptable(ArtifactManifest offered) throws FetchException {
    if (offered.schema() != ArtifactManifest.SCHEMA) {
      throw FetchException.unacceptable(
          digest,
          "expected a manifest of schema %d, found %d"
              .formatted(ArtifactManifest.SCHEMA, offered.schema()));
    }
    if (!offered.digest().equals(digest)) {
      throw FetchException.unobtainable(digest, "its manifest is that of " + offered.digest());
    }
    long size = Math.max(offered.size(), offered.plan().size());
    if (size > limits.maxBytes()) {
      throw FetchException.unacceptable(
          digest, "expected at most %d bytes, found %d".formatted(limits.maxBytes(), size));
    }
    return offered;
  }

  private synchronized void chunkArrived(ChunkPlan plan, int n, byte[] payload) {
    ChunkAssembly chunks = assembly;
    if (chunks == null || failure != null) {
      return;
    }
    wireBytes += payload.length;
    try {
      switch (chunks.accept(n, payload)) {
        case ACCEPTED -> {
          close(n);
          openNext(plan);
          patience.restart();
        }
        case REPEATED -> close(n);
        case REFUSED -> {
          LOG.log(
              System.Logger.Level.WARNING,
              "artifact=" + digest + " chunk=" + n + " refused, fetched again");
          close(n);
          open(plan, n);
        }
        case GIVEN_UP ->
            failure =
                FetchException.unobtainable(
                    digest, "chunk " + n + " was wrong " + limits.tries() + " times");
      }
    } catch (IOException e) {
      failure = FetchException.unacceptable(digest, "could not be written: " + e.getMessage());
    }
    notifyAll();
  }

  private void openNext(ChunkPlan plan) {
    if (nextToOpen < plan.count()) {
      open(plan, nextToOpen++);
    }
  }

  private void open(ChunkPlan plan, int n) {
    open.set(n);
    source.openChunk(digest, n, payload -> chunkArrived(plan, n, payload));
  }

  private void close(int n) {
    open.clear(n);
    source.closeChunk(digest, n);
  }

  private synchronized long receivedBytes() {
    return wireBytes;
  }

  private String seconds() {
    return limits.patience().toSeconds() + " s";
  }
}
