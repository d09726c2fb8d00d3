package io.espalier.node.artifact;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which chunks of one artifact to ask for, a few at a time, as they arrive right or wrong, in
 * whatever order and however often: no I/O, no clock. Not thread-safe.
 */
public final class ChunkWindow {
  private static final List<Integer> NONE = List.of();

  private final int count;
  private final int tries;
  private final BitSet present;
  private final BitSet open = new BitSet();
  private final int window;
  private final int[] refusals;
  private int next;

  /** What became of a chunk. */
  public enum Verdict {
    /** Right, and new. */
    ACCEPTED,
    /** Already there. */
    REPEATED,
    /** Wrong, and worth asking for again. */
    REFUSED,
    /** Wrong once too often. */
    GIVEN_UP
  }

  /**
   * What to do about a chunk that arrived: close first, then open.
   *
   * @param verdict what became of it
   * @param close no longer wanted
   * @param open to ask for
   */
  public record Step(Verdict verdict, List<Integer> close, List<Integer> open) {}

  /**
   * A window on chunks of which some may be there.
   *
   * @param count chunks of the artifact, at least 1
   * @param window chunks that are asked for at a time, at least 1
   * @param tries how often a chunk may be wrong before it is given up, at least 1
   * @param present those that are there; copied
   */
  public ChunkWindow(int count, int window, int tries, BitSet present) {
    this.count = count;
    this.window = window;
    this.tries = tries;
    this.present = (BitSet) present.clone();
    this.refusals = new int[count];
  }

  /** The first chunks to ask for. */
  public List<Integer> start() {
    return IntStream.range(0, window).map(i -> openNext()).filter(n -> n < count).boxed().toList();
  }

  /**
   * Takes chunk {@code n} into account.
   *
   * @param right whether it is what its manifest says
   */
  public Step arrived(int n, boolean right) {
    if (present.get(n)) {
      open.clear(n);
      return new Step(Verdict.REPEATED, List.of(n), NONE);
    }
    if (!right) {
      boolean again = ++refusals[n] < tries;
      // Asking again makes the broker send what it retains.
      return again
          ? new Step(Verdict.REFUSED, List.of(n), List.of(n))
          : new Step(Verdict.GIVEN_UP, NONE, NONE);
    }
    present.set(n);
    open.clear(n);
    int opened = openNext();
    return new Step(Verdict.ACCEPTED, List.of(n), opened < count ? List.of(opened) : NONE);
  }

  /** Whether chunk {@code n} is there. */
  public boolean has(int n) {
    return present.get(n);
  }

  /** Whether every chunk is there. */
  public boolean isComplete() {
    return present.cardinality() == count;
  }

  /** How many chunks are there. */
  public int presentCount() {
    return present.cardinality();
  }

  /** What is asked for at present. */
  public List<Integer> open() {
    return open.stream().boxed().toList();
  }

  /** Opens the next that is missing; {@code count} if there is none. */
  private int openNext() {
    next = Math.min(present.nextClearBit(next), count);
    if (next < count) {
      open.set(next);
    }
    return next < count ? next++ : count;
  }
}
