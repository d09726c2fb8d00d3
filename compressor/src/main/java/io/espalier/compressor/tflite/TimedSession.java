package io.espalier.compressor.tflite;

import io.espalier.compressor.data.SampleArray;
import io.espalier.compressor.linalg.Matrix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A session that holds one sample and is timed on it, block by block. */
final class TimedSession implements AutoCloseable {
  private static final int MAX_IN_BLOCK = 1000;
  private static final int MIN_WARM_UP = 3;

  private final Session session;
  private final List<Double> medians = new ArrayList<>();
  private final int blockSize;

  private TimedSession(Session session, int blockSize) {
    this.session = session;
    this.blockSize = blockSize;
  }

  /** Opens a session and runs it until caches are warm and the clock of the core is up. */
  static TimedSession open(byte[] file, Optional<List<SampleArray>> samples, Duration block)
      throws InterruptedException {
    Session session = Session.open(file, 1, Kernels.XNNPACK, false);
    try {
      List<SampleArray> one =
          samples
              .map(arrays -> arrays.stream().map(array -> array.slice(0, 1)).toList())
              .orElseGet(() -> drawn(session));
      new SampleFeed(session, one, 1, Long.MAX_VALUE, Session::flowBytes).run(0, 1);
      long nanos = Math.max(1, block.toNanos());
      long fastest = warmUp(session, nanos);
      return new TimedSession(
          session, (int) Math.max(1, Math.min(MAX_IN_BLOCK, nanos / Math.max(1, fastest))));
    } catch (RuntimeException | InterruptedException e) {
      session.close();
      throw e;
    }
  }

  /** Times one block of inferences. */
  void block() throws InterruptedException {
    // Another session may have had the caches.
    once(session);
    double[] nanos = new double[blockSize];
    for (int i = 0; i < blockSize; i++) {
      nanos[i] = once(session);
    }
    medians.add(median(nanos));
  }

  Timing timing() {
    double nanos = median(medians.stream().mapToDouble(Double::doubleValue).toArray());
    return new Timing(
        nanos / 1000,
        medians.size() * blockSize,
        session.operatorsTotal(),
        session.operatorsDelegated());
  }

  @Override
  public void close() {
    session.close();
  }

  private static long warmUp(Session session, long nanos) throws InterruptedException {
    long fastest = Long.MAX_VALUE;
    long end = System.nanoTime() + nanos;
    for (int i = 0; i < MIN_WARM_UP || System.nanoTime() < end; i++) {
      fastest = Math.min(fastest, once(session));
    }
    return fastest;
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
    return session.inputs().stream().map(input -> drawn(input, random)).toList();
  }

  private static SampleArray drawn(NativeTensor input, SplittableRandom random) {
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
    return new SampleArray(input.name(), Arrays.stream(sample).boxed().toList(), values);
  }
}
