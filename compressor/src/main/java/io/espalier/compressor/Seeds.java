package io.espalier.compressor;

import io.espalier.compressor.data.CalibrationData;
import java.util.SplittableRandom;

/**
 * Streams of chance that do not overlap.
 *
 * @param run the seed that was asked for
 * @param training of what is trained anew
 * @param scoring of the paper's scores
 */
record Seeds(long run, long training, long scoring) {
  static Seeds of(long run) {
    SplittableRandom random = new SplittableRandom(run);
    return new Seeds(run, random.nextLong(), random.nextLong());
  }

  /** So many of those samples, the same that a command with this seed draws. */
  CalibrationData drawn(CalibrationData data, int count) {
    return data.sampled(count, new SplittableRandom(run));
  }
}
