package io.espalier.compressor.tflite;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.quantise.Calibration;
import io.espalier.compressor.quantise.Range;
import io.espalier.compressor.quantise.RangeObserver;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The ranges of what flows through a model's main graph. */
final class ActivationRanges {
  private static final int BATCH = 64;
  private static final long MAX_BATCH_BYTES = 1L << 28;

  private ActivationRanges() {}

  /**
   * Runs the model on samples and watches tensors.
   *
   * @param file the model, in single floats
   * @param tensors numbers of what to watch
   * @throws TfLiteException if the samples do not fit the model, or a tensor takes a value that is
   *     not finite; the message names it
   * @throws InterruptedException if the calling thread is interrupted
   */
  static Map<Integer, Range> observe(
      byte[] file, CalibrationData data, Collection<Integer> tensors, Calibration calibration)
      throws InterruptedException {
    Map<Integer, RangeObserver> observers = new TreeMap<>();
    tensors.forEach(tensor -> observers.put(tensor, calibration.observer()));
    // Built-in kernels, for XNNPACK keeps what flows inside it to itself.
    try (Session session = Session.open(file, 1, Kernels.BUILT_IN, true)) {
      SampleFeed feed =
          new SampleFeed(session, data.inputs(), BATCH, MAX_BATCH_BYTES, Session::flowBytes);
      for (int from = 0; from < feed.samples(); from += feed.batch()) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        feed.run(from, Math.min(feed.batch(), feed.samples() - from));
        observers.forEach((tensor, observer) -> observe(session.tensor(tensor), observer));
      }
    }
    Map<Integer, Range> ranges = new HashMap<>();
    observers.forEach((tensor, observer) -> ranges.put(tensor, observer.range()));
    return ranges;
  }

  private static void observe(NativeTensor tensor, RangeObserver observer) {
    try {
      observer.observe(tensor.values());
    } catch (IllegalArgumentException e) {
      throw new TfLiteException("tensor '%s': %s".formatted(tensor.name(), e.getMessage()), e);
    }
  }
}
