package io.espalier.compressor.tflite;

import io.espalier.compressor.data.SampleArray;
import io.espalier.compressor.linalg.Matrix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Times a file as it is: one sample at a time, one thread, with XNNPACK where it applies.
 *
 * <p>Inferences are timed one by one in blocks, so that what disturbs the machine for a moment
 * spoils a block and not the figure: the median of the medians of the blocks.
 */
public final class ModelTimer {
  private static final int BLOCKS = 11;
  private static final int MAX_IN_BLOCK = 1000;
  private static final int MIN_WARM_UP = 3;

  private final Duration limit;

  /** A timer that takes about that long for a file, unless a few inferences take longer. */
  public ModelTimer(Duration limit) {
    this.limit = limit;
  }

  /** A timer that takes about a third of a second for a file. */
  public static ModelTimer usual() {
    return new ModelTimer(Duration.ofMillis(330));
  }

  /**
   * Times a file on numbers between 0 and 1, drawn by a fixed seed.
   *
   * @throws TfLiteException if it cannot be run, or leaves more than the batch open
   */
  public Timing time(byte[] file) throws InterruptedException {
    try (Session session = Session.open(file, 1, Kernels.XNNPACK, false)) {
      return time(session, drawn(session));
    }
  }

  /**
   * Times a file on the first of some samples.
   *
   * @throws TfLiteException if it cannot be run, or the samples do not fit it
   */
  public Timing time(byte[] file, List<SampleArray> samples) throws InterruptedException {
    try (Session session = Session.open(file, 1, Kernels.XNNPACK, false)) {
      return time(session, samples.stream().map(array -> array.slice(0, 1)).toList());
    }
  }

  private Timing time(Session session, List<SampleArray> one) throws InterruptedException {
    SampleFeed feed = new SampleFeed(session, one, 1, Long.MAX_VALUE, Session::flowBytes);
    feed.run(0, 1);
    long share = Math.max(1, limit.toNanos() / (BLOCKS + 1));
    long typical = warmUp(session, share);
    int size = (int) Math.max(1, Math.min(MAX_IN_BLOCK, share / Math.max(1, typical)));
    double[] medians = new double[BLOCKS];
    int blocks = 0;
    long end = System.nanoTime() + 2 * limit.toNanos();
    while (blocks < BLOCKS && (blocks == 0 || System.nanoTime() < end)) {
      medians[blocks] = block(session, size);
      blocks++;
    }
    return new Timing(
        median(Arrays.copyOf(medians, blocks)) / 1000,
        blocks * size,
        session.operatorsTotal(),
        session.operatorsDelegated());
  }

  /** Until caches are warm and the clock of the core is up; gives the fastest time in ns. */
  private static long warmUp(Session session, long nanos) throws InterruptedException {
    long fastest = Long.MAX_VALUE;
    long end = System.nanoTime() + nanos;
    for (int i = 0; i < MIN_WARM_UP || System.nanoTime() < end; i++) {
      fastest = Math.min(fastest, once(session));
    }
    return fastest;
  }

  private static double block(Session session, int size) throws InterruptedException {
    double[] nanos = new double[size];
    for (int i = 0; i < size; i++) {
      nanos[i] = once(session);
    }
    return median(nanos);
  }

  private static long once(Session session) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long start = System.nanoTime();
    session.invoke();
    return System.nanoTime() - start;
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }

  private static List<SampleArray> drawn(Session session) {
    SplittableRandom random = new SplittableRandom(1);
    List<SampleArray> arrays = new ArrayList<>();
    for (NativeTensor input : session.inputs()) {
      int[] open = input.openShape();
      boolean batched = open.length > 0 && (open[0] == NativeTensor.ANY || open[0] == 1);
      int[] sample = batched ? Arrays.copyOfRange(open, 1, open.length) : open;
      if (Arrays.stream(sample).anyMatch(extent -> extent == NativeTensor.ANY)) {
        throw new TfLiteException(
            "input '%s': expected samples that decide its open extents (%s), found none"
                .formatted(input.name(), NativeTensor.text(open)));
      }
      Matrix values = Matrix.zeros(1, Math.toIntExact(NativeTensor.product(sample)));
      for (int i = 0; i < values.values().length; i++) {
        float value = (float) random.nextDouble();
        values.values()[i] = input.accepts(value) ? value : Math.round(value);
      }
      arrays.add(new SampleArray(input.name(), Arrays.stream(sample).boxed().toList(), values));
    }
    return arrays;
  }
}
