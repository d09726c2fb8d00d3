package io.espalier.shared.artifact;

import java.util.ArrayList;
import java.util.List;

/**
 * How the coded bytes of an artifact are cut into chunks: equal ones, but for the last.
 *
 * @param size coded bytes in all, at least 1
 * @param chunkSize bytes of every chunk but the last, in 1 … {@link #MAX_CHUNK_SIZE}
 * @param chunks the digest of each chunk, in order
 */
public record ChunkPlan(long size, int chunkSize, List<Digest> chunks) {
  /** The largest chunk that the protocol allows, in bytes. */
  public static final int MAX_CHUNK_SIZE = 64 * 1024;

  /**
   * @throws IllegalArgumentException if a size is out of range or the number of chunks does not fit
   */
  public ChunkPlan {
    chunks = List.copyOf(chunks);
    if (size < 1) {
      throw new IllegalArgumentException("size: expected at least 1 byte, found " + size);
    }
    requireAllowed(chunkSize);
    long expected = (size - 1) / chunkSize + 1;
    if (chunks.size() != expected) {
      throw new IllegalArgumentException(
          "chunks: expected " + expected + " for " + size + " bytes, found " + chunks.size());
    }
  }

  /** Cuts {@code content} into chunks of {@link #MAX_CHUNK_SIZE}. */
  public static ChunkPlan of(byte[] content) {
    return of(content, MAX_CHUNK_SIZE);
  }

  /** Cuts {@code content} into chunks of {@code chunkSize} bytes. */
  public static ChunkPlan of(byte[] content, int chunkSize) {
    requireAllowed(chunkSize);
    List<Digest> chunks = new ArrayList<>();
    for (int offset = 0; offset < content.length; offset += chunkSize) {
      chunks.add(Digest.of(content, offset, Math.min(chunkSize, content.length - offset)));
    }
    return new ChunkPlan(content.length, chunkSize, chunks);
  }

  /** The number of chunks. */
  public int count() {
    return chunks.size();
  }

  /** Where chunk {@code n} starts in the coded bytes. */
  public long offset(int n) {
    return (long) checked(n) * chunkSize;
  }

  /** Bytes of chunk {@code n}. */
  public int length(int n) {
    return (int) Math.min(chunkSize, size - offset(n));
  }

  /** Whether {@code content} is exactly chunk {@code n}. */
  public boolean matches(int n, byte[] content) {
    return content.length == length(n) && Digest.of(content).equals(chunks.get(n));
  }

  private static void requireAllowed(int chunkSize) {
    if (chunkSize < 1 || chunkSize > MAX_CHUNK_SIZE) {
      throw new IllegalArgumentException(
          "chunkSize: expected 1 to " + MAX_CHUNK_SIZE + " bytes, found " + chunkSize);
    }
  }

  private int checked(int n) {
    if (n < 0 || n >= chunks.size()) {
      throw new IllegalArgumentException(
          "chunk: expected 0 to " + (chunks.size() - 1) + ", found " + n);
    }
    return n;
  }
}
