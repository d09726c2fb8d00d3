package io.espalier.node.artifact;

import io.espalier.shared.artifact.ChunkPlan;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;

/**
 * Puts chunks, in whatever order and however often they come, where they belong in a file. Only
 * chunks whose length and digest are right get there. Not thread-safe.
 */
final class ChunkAssembly implements Closeable {
  /** What became of a chunk. */
  enum Verdict {
    /** Right, and new. */
    ACCEPTED,
    /** Already there. */
    REPEATED,
    /** Wrong, and worth asking for again. */
    REFUSED,
    /** Wrong once too often. */
    GIVEN_UP
  }

  private final ChunkPlan plan;
  private final int tries;
  private final FileChannel file;
  private final BitSet present = new BitSet();
  private final int[] refusals;

  /**
   * An assembly without any chunk.
   *
   * @param file replaced if it exists
   * @param tries how often a chunk may be wrong before it is given up, at least 1
   */
  ChunkAssembly(ChunkPlan plan, Path file, int tries) throws IOException {
    this.plan = plan;
    this.tries = tries;
    this.refusals = new int[plan.count()];
    this.file =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
  }

  /** Takes chunk {@code n}. */
  Verdict accept(int n, byte[] content) throws IOException {
    if (present.get(n)) {
      return Verdict.REPEATED;
    }
    if (!plan.matches(n, content)) {
      return ++refusals[n] < tries ? Verdict.REFUSED : Verdict.GIVEN_UP;
    }
    ByteBuffer rest = ByteBuffer.wrap(content);
    while (rest.hasRemaining()) {
      file.write(rest, plan.offset(n) + rest.position());
    }
    present.set(n);
    return Verdict.ACCEPTED;
  }

  /** Whether every chunk is there. */
  boolean isComplete() {
    return present.cardinality() == plan.count();
  }

  /** How many chunks are there. */
  int presentCount() {
    return present.cardinality();
  }

  /** Makes sure that what was written survives a loss of power. */
  void force() throws IOException {
    file.force(true);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
