package io.espalier.controller.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * From values to pixels, and which values deserve a tick.
 *
 * @param min value at {@code from}
 * @param max value at {@code to}
 * @param logarithmic whether equal steps are equal factors
 * @param from pixel of the smallest value
 * @param to pixel of the largest value
 */
record Scale(double min, double max, boolean logarithmic, double from, double to) {
  private static final int TICKS = 6;
  private static final double MARGIN = 0.06;

  /** Below it three digits after the point do not tell values apart. */
  private static final double SMALL = 0.01;

  private static final MathContext THREE_DIGITS = new MathContext(3);
  private static final double LOGARITHMIC_MARGIN = 1.3;

  /** A scale with some room around all {@code values}. */
  static Scale around(List<Double> values, boolean logarithmic, double from, double to) {
    double min = values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    double max = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
    if (logarithmic && min > 0) {
      return new Scale(min / LOGARITHMIC_MARGIN, max * LOGARITHMIC_MARGIN, true, from, to);
    }
    double room = max > min ? (max - min) * MARGIN : max == 0 ? 0.5 : Math.abs(max) * MARGIN;
    return new Scale(min - room, max + room, false, from, to);
  }

  /** A scale from zero, as bars need, since their lengths are compared. */
  static Scale fromZero(double max, double from, double to) {
    return new Scale(0, max > 0 ? max * (1 + MARGIN) : 1, false, from, to);
  }

  /** The pixel of a value. */
  double position(double value) {
    double share =
        logarithmic ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
    return from + share * (to - from);
  }

  /** Round values within: multiples of 1, 2 or 5 × 10ᵏ, or those themselves if logarithmic. */
  List<Double> ticks() {
    return logarithmic ? roundNumbers() : multiples();
  }

  /** A tick for people, without superfluous digits. */
  static String label(double tick) {
    if (Math.abs(tick) >= 10_000) {
      // A thin space, as typographers group digits.
      return String.format(Locale.ROOT, "%,.0f", tick).replace(',', '\u2009');
    }
    if (tick != 0 && Math.abs(tick) < SMALL) {
      return new BigDecimal(tick, THREE_DIGITS).stripTrailingZeros().toString();
    }
    String text = String.format(Locale.ROOT, "%.3f", tick).replaceAll("\\.?0+$", "");
    return text.isEmpty() || text.equals("-0") ? "0" : text;
  }

  private List<Double> roundNumbers() {
    List<Double> ticks = new ArrayList<>();
    double decade = Math.pow(10, Math.floor(Math.log10(min)));
    for (; decade <= max; decade *= 10) {
      for (int step : new int[] {1, 2, 5}) {
        if (decade * step >= min && decade * step <= max) {
          ticks.add(decade * step);
        }
      }
    }
    return ticks;
  }

  private List<Double> multiples() {
    double raw = (max - min) / TICKS;
    double decade = Math.pow(10, Math.floor(Math.log10(raw)));
    double step = 10 * decade;
    for (int candidate : new int[] {5, 2, 1}) {
      if (candidate * decade >= raw) {
        step = candidate * decade;
      }
    }
    List<Double> ticks = new ArrayList<>();
    for (double k = Math.ceil(min / step); k * step <= max; k++) {
      ticks.add(k * step);
    }
    return ticks;
  }
}
