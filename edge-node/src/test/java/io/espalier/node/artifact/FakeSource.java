package io.espalier.node.artifact;

import io.espalier.shared.artifact.ArtifactKind;
import io.espalier.shared.artifact.ArtifactManifest;
import io.espalier.shared.artifact.ChunkPlan;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.artifact.Provenance;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.wire.WireCoding;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A broker's store of artifacts in memory that delivers, like a broker, from its own thread. */
public final class FakeSource implements ArtifactSource, AutoCloseable {
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Map<String, byte[]> retained = new HashMap<>();
  private final Map<String, Consumer<byte[]>> open = new TreeMap<>();
  private final Map<String, Integer> damagedDeliveries = new HashMap<>();
  private boolean connected = true;
  private int mostOpen;

  /** Publishes {@code content} and gives its digest. */
  public synchronized Digest put(byte[] content, int chunkSize) {
    return put(content, new WireCoding.Coded(WireCoding.PLAIN, content), chunkSize);
  }

  /** Publishes {@code content} in one coding, whether it suits or not. */
  synchronized Digest put(byte[] content, WireCoding coding, int chunkSize) {
    return put(content, new WireCoding.Coded(coding, coding.encoded(content)), chunkSize);
  }

  /** Publishes {@code content} of that kind. */
  public synchronized Digest put(ArtifactKind kind, byte[] content) {
    return put(kind, content, new WireCoding.Coded(WireCoding.PLAIN, content), content.length);
  }

  synchronized Digest put(byte[] content, WireCoding.Coded coded, int chunkSize) {
    return put(ArtifactKind.MODEL, content, coded, chunkSize);
  }

  private Digest put(ArtifactKind kind, byte[] content, WireCoding.Coded coded, int chunkSize) {
    ChunkPlan plan = ChunkPlan.of(coded.bytes(), chunkSize);
    Digest digest = Digest.of(content);
    putManifest(
        digest,
        MessageCodec.encode(
            new ArtifactManifest(
                ArtifactManifest.SCHEMA,
                digest,
                kind,
                "test",
                content.length,
                coded.coding(),
                plan,
                Provenance.ofThisBuild(Map.of()),
                null)));
    for (int n = 0; n < plan.count(); n++) {
      int from = (int) plan.offset(n);
      retained.put(
          chunkKey(digest, n), Arrays.copyOfRange(coded.bytes(), from, from + plan.length(n)));
    }
    return digest;
  }

  synchronized void putManifest(Digest digest, byte[] payload) {
    retained.put(manifestKey(digest), payload);
  }

  synchronized void putChunk(Digest digest, int n, byte[] payload) {
    retained.put(chunkKey(digest, n), payload);
  }

  /** Has chunk {@code n} no more. */
  public synchronized void removeChunk(Digest digest, int n) {
    retained.remove(chunkKey(digest, n));
  }

  /** Delivers chunk {@code n} with a wrong byte that many times. */
  synchronized void damage(Digest digest, int n, int deliveries) {
    damagedDeliveries.put(chunkKey(digest, n), deliveries);
  }

  /** While disconnected nothing is delivered; afterwards everything open is delivered again. */
  public synchronized void setConnected(boolean connected) {
    this.connected = connected;
    open.keySet().forEach(this::deliver);
  }

  synchronized int mostOpenAtOnce() {
    return mostOpen;
  }

  synchronized int openNow() {
    return open.size();
  }

  @Override
  public synchronized boolean isConnected() {
    return connected;
  }

  @Override
  public void openManifest(Digest artifact, Consumer<byte[]> arrived) {
    open(manifestKey(artifact), arrived);
  }

  @Override
  public synchronized void closeManifest(Digest artifact) {
    open.remove(manifestKey(artifact));
  }

  @Override
  public void openChunk(Digest artifact, int n, Consumer<byte[]> arrived) {
    open(chunkKey(artifact, n), arrived);
  }

  @Override
  public synchronized void closeChunk(Digest artifact, int n) {
    open.remove(chunkKey(artifact, n));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private synchronized void open(String key, Consumer<byte[]> arrived) {
    open.put(key, arrived);
    mostOpen = Math.max(mostOpen, open.size());
    deliver(key);
  }

  private void deliver(String key) {
    thread.execute(
        () -> {
          Consumer<byte[]> listener = listenerOf(key);
          byte[] payload = next(key);
          if (listener != null && payload != null) {
            listener.accept(payload);
          }
        });
  }

  private synchronized @Nullable Consumer<byte[]> listenerOf(String key) {
    return connected ? open.get(key) : null;
  }

  private synchronized byte @Nullable [] next(String key) {
    byte[] payload = retained.get(key);
    int damaged = damagedDeliveries.getOrDefault(key, 0);
    if (payload == null || damaged == 0) {
      return payload;
    }
    damagedDeliveries.put(key, damaged - 1);
    byte[] wrong = payload.clone();
    wrong[0] ^= 1;
    return wrong;
  }

  private static String manifestKey(Digest artifact) {
    return artifact + "/manifest";
  }

  private static String chunkKey(Digest artifact, int n) {
    return artifact + "/chunks/" + n;
  }
}
