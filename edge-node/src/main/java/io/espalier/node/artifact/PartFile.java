package io.espalier.node.artifact;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.espalier.node.disk.FlashMeter;
import io.espalier.shared.artifact.ChunkPlan;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Chunks of an artifact where they belong in a file, and beside it a bitmap of those that a loss of
 * power does not take away. The bitmap is written once a window, after its chunks; what it claims
 * is believed only where the chunk's digest is right. Not thread-safe.
 */
final class PartFile implements Closeable {
  private final ChunkPlan plan;
  private final FileChannel chunks;
  private final FileChannel bits;
  private final int window;
  private final FlashMeter flash;
  private final BitSet present = new BitSet();
  private int unsaved;

  private PartFile(
      ChunkPlan plan, FileChannel chunks, FileChannel bits, int window, FlashMeter flash) {
    this.plan = plan;
    this.chunks = chunks;
    this.bits = bits;
    this.window = window;
    this.flash = flash;
  }

  /**
   * Opens both files, and makes those that are absent.
   *
   * @param window chunks after which the bitmap is written, at least 1
   * @param flash counts what is written
   */
  static PartFile open(Path chunks, Path bits, ChunkPlan plan, int window, FlashMeter flash)
      throws IOException {
    byte[] claims = Files.exists(bits) ? Files.readAllBytes(bits) : new byte[0];
    FileChannel data = FileChannel.open(chunks, CREATE, READ, WRITE);
    try {
      PartFile part =
          new PartFile(plan, data, FileChannel.open(bits, CREATE, WRITE), window, flash);
      part.believe(BitSet.valueOf(claims));
      return part;
    } catch (IOException e) {
      data.close();
      throw e;
    }
  }

  /** The chunks that are there. */
  BitSet present() {
    return (BitSet) present.clone();
  }

  /** Writes chunk {@code n}, whose content is right. */
  void write(int n, byte[] content) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(content);
    while (rest.hasRemaining()) {
      chunks.write(rest, plan.offset(n) + rest.position());
    }
    flash.wrote(content.length);
    present.set(n);
    if (++unsaved >= window) {
      save();
    }
  }

  /** Makes sure that what was written survives a loss of power. */
  void save() throws IOException {
    chunks.force(true);
    byte[] claims = present.toByteArray();
    ByteBuffer rest = ByteBuffer.wrap(claims);
    while (rest.hasRemaining()) {
      bits.write(rest, rest.position());
    }
    bits.force(true);
    flash.wrote(claims.length);
    unsaved = 0;
  }

  /** Reads all of it back. */
  byte[] content() throws IOException {
    return read(0, Math.toIntExact(plan.size()));
  }

  @Override
  public void close() throws IOException {
    try (chunks;
        bits) {
      if (unsaved > 0) {
        save();
      }
    }
  }

  private void believe(BitSet claimed) throws IOException {
    for (int n = claimed.nextSetBit(0); n >= 0 && n < plan.count(); n = claimed.nextSetBit(n + 1)) {
      if (plan.matches(n, read(plan.offset(n), plan.length(n)))) {
        present.set(n);
      }
    }
  }

  /** As many bytes as there are, up to {@code length}. */
  private byte[] read(long from, int length) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(length);
    int read = 0;
    while (content.hasRemaining() && read >= 0) {
      read = chunks.read(content, from + content.position());
    }
    return Arrays.copyOf(content.array(), content.position());
  }
}
