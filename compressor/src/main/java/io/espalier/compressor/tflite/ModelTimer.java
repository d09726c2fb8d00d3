package io.espalier.compressor.tflite;

import io.espalier.compressor.data.SampleArray;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Times files as they are: one sample at a time, one thread, with XNNPACK where it applies.
 *
 * <p>Inferences are timed one by one in blocks, so that what disturbs the machine for a moment
 * spoils a block and not the figure: the median of the medians of the blocks. Files that are to be
 * compared are timed together, in turn, so that what disturbs it for longer spoils all alike.
 */
public final class ModelTimer {
  private static final int BLOCKS = 11;

  private final Duration limit;

  /** A timer that takes about that long for each file, unless a few inferences take longer. */
  public ModelTimer(Duration limit) {
    this.limit = limit;
  }

  /** A timer that takes about a third of a second for each file. */
  public static ModelTimer usual() {
    return new ModelTimer(Duration.ofMillis(330));
  }

  /**
   * Times a file on numbers between 0 and 1, drawn by a fixed seed.
   *
   * @throws TfLiteException if it cannot be run, or leaves more than the batch open
   */
  public Timing time(byte[] file) throws InterruptedException {
    return together(List.of(file), Optional.empty()).get(0);
  }

  /**
   * Times a file on the first of some samples.
   *
   * @throws TfLiteException if it cannot be run, or the samples do not fit it
   */
  public Timing time(byte[] file, List<SampleArray> samples) throws InterruptedException {
    return together(List.of(file), Optional.of(samples)).get(0);
  }

  /**
   * Times files of the same inputs in turn.
   *
   * @param samples of which the first is taken; without any, numbers are drawn
   * @throws TfLiteException if one of them cannot be run, or the samples do not fit it
   */
  public List<Timing> together(List<byte[]> files, Optional<List<SampleArray>> samples)
      throws InterruptedException {
    List<TimedSession> timed = new ArrayList<>();
    try {
      for (byte[] file : files) {
        timed.add(TimedSession.open(file, samples, limit.dividedBy(BLOCKS + 1)));
      }
      long end = System.nanoTime() + 2 * limit.toNanos() * files.size();
      for (int block = 0; block < BLOCKS && (block == 0 || System.nanoTime() < end); block++) {
        for (TimedSession session : timed) {
          session.block();
        }
      }
      return timed.stream().map(TimedSession::timing).toList();
    } finally {
      timed.forEach(TimedSession::close);
    }
  }
}
