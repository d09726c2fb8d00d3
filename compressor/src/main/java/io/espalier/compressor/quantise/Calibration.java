package io.espalier.compressor.quantise;

import java.util.Locale;

/** How the range of an activation is taken from the values that calibration data gives it. */
public enum Calibration {
  /** From the smallest value to the largest. */
  MIN_MAX {
    @Override
    Range range(Histogram histogram) {
      return histogram.extremes();
    }
  },
  /** Without the 0.005% lowest and the 0.005% highest values. */
  PERCENTILE {
    @Override
    Range range(Histogram histogram) {
      return histogram.between(0.00005);
    }
  },
  /** The range whose levels have the least expected squared error. */
  MSE {
    @Override
    Range range(Histogram histogram) {
      return histogram.leastError();
    }
  };

  abstract Range range(Histogram histogram);

  /** The name in options, for instance {@code min-max}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** An observer of one activation. */
  public RangeObserver observer() {
    Histogram histogram = new Histogram();
    return new RangeObserver() {
      @Override
      public void observe(float[] values) {
        histogram.add(values);
      }

      @Override
      public Range range() {
        return Calibration.this.range(histogram);
      }
    };
  }
}
