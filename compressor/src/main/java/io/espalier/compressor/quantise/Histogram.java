package io.espalier.compressor.quantise;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * How often values fell into each of many equal bins about zero. When a value lies outside, bins
 * double in width, so nothing that was counted is lost or moved to a wrong bin.
 */
final class Histogram {
  /** Bins on either side of zero. */
  private static final int HALF = 4096;

  /** Steps in which the ends of a range are tried. */
  private static final int TRIALS = 128;

  /** How often each end is tried anew for the other. */
  private static final int ROUNDS = 2;

  private static final int LEVELS = 255;

  private final long[] counts = new long[2 * HALF];
  private double width;
  private long zeros;
  private long total;
  private float low;
  private float high;

  /** Counts values. */
  void add(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "calibration: expected finite activations, found " + value);
      }
      if (total == 0) {
        low = value;
        high = value;
      }
      low = Math.min(low, value);
      high = Math.max(high, value);
      total++;
      if (value == 0) {
        zeros++;
      } else {
        makeRoomFor(value);
        counts[bin(value)]++;
      }
    }
  }

  /** From the smallest value to the largest. */
  Range extremes() {
    return new Range(low, high);
  }

  /**
   * The range without a share of the values at either end.
   *
   * @param share 0 to 0.5
   */
  Range between(double share) {
    long outside = (long) (share * total);
    long[] all = counts.clone();
    all[HALF] += zeros;
    int first = 0;
    for (long below = all[0]; below <= outside && first < all.length - 1; below += all[first]) {
      first++;
    }
    int last = all.length - 1;
    for (long above = all[last]; above <= outside && last > first; above += all[last]) {
      last--;
    }
    return new Range(Math.max(low, (float) edge(first)), Math.min(high, (float) edge(last + 1)));
  }

  /**
   * The range, from zero or below to zero or above, whose levels miss the values by the least sum
   * of squares, as if those of a bin were spread evenly over it. Both ends are tried in turn.
   */
  Range leastError() {
    double from = Math.min(low, 0);
    double to = Math.max(high, 0);
    for (int round = 0; round < ROUNDS; round++) {
      double fixed = from;
      to = best(Math.max(high, 0), end -> squaredError(fixed, end));
      double found = to;
      from = best(Math.min(low, 0), end -> squaredError(end, found));
    }
    return new Range((float) from, (float) to);
  }

  private static double best(double widest, DoubleUnaryOperator error) {
    double best = widest;
    double least = error.applyAsDouble(widest);
    for (int i = TRIALS - 1; i > 0; i--) {
      double end = widest * i / TRIALS;
      double squared = error.applyAsDouble(end);
      if (squared < least) {
        least = squared;
        best = end;
      }
    }
    return best;
  }

  private double squaredError(double from, double to) {
    double step = (to - from) / LEVELS;
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        double a = edge(i);
        double b = edge(i + 1);
        double inside =
            missed(Math.max(from, Math.min(to, b)), step)
                - missed(Math.max(from, Math.min(to, a)), step);
        double below = cubed(Math.max(0, from - a)) - cubed(Math.max(0, from - b));
        double above = cubed(Math.max(0, b - to)) - cubed(Math.max(0, a - to));
        sum += counts[i] * (inside + (below + above) / 3) / width;
      }
    }
    return sum;
  }

  /** The integral from zero to x of the squared distance to the nearest multiple of a step. */
  private static double missed(double x, double step) {
    if (step == 0) {
      return 0;
    }
    double nearest = Math.rint(x / step);
    return cubed(step) * (nearest / 12 + cubed(x / step - nearest) / 3);
  }

  private static double cubed(double x) {
    return x * x * x;
  }

  private void makeRoomFor(float value) {
    double magnitude = Math.abs((double) value);
    if (width == 0) {
      width = Math.scalb(1.0, Math.getExponent(magnitude) + 1) / HALF;
    }
    while (magnitude >= width * HALF) {
      for (int i = 0; i < HALF / 2; i++) {
        // Inner bins first, so that no bin is overwritten before it was read.
        counts[HALF + i] = counts[HALF + 2 * i] + counts[HALF + 2 * i + 1];
        counts[HALF - 1 - i] = counts[HALF - 1 - 2 * i] + counts[HALF - 2 - 2 * i];
      }
      Arrays.fill(counts, 0, HALF / 2, 0);
      Arrays.fill(counts, HALF + HALF / 2, 2 * HALF, 0);
      width *= 2;
    }
  }

  private int bin(double value) {
    return HALF + (int) Math.floor(value / width);
  }

  private double edge(int bin) {
    return (bin - HALF) * width;
  }
}
