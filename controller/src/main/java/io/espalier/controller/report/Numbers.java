package io.espalier.controller.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Figures as people read them. */
public final class Numbers {
  private static final String NONE = "–";
  private static final double LEAST_P = 0.001;

  private Numbers() {}

  /** With a comma between thousands. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A share as a percentage with one digit after the point. */
  public static String share(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** How likely something is by chance, as sentences say it. */
  static String p(double p) {
    return p < LEAST_P ? "p < 0.001" : String.format(Locale.ROOT, "p = %.3f", p);
  }

  /** With one digit after the point, or a dash. */
  static String tenths(Optional<Double> value) {
    return value.map(Numbers::tenths).orElse(NONE);
  }

  static String tenths(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** Three digits that count, whatever the magnitude. */
  public static String short3(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return value == 0 ? "0" : NONE;
    }
    double size = Math.abs(value);
    if (size >= 1000 && size < 1e9) {
      return count(Math.round(value));
    }
    if (size < 1e-3 || size >= 1e9) {
      return String.format(Locale.ROOT, "%.2e", value);
    }
    int digits = Math.max(0, 2 - (int) Math.floor(Math.log10(size)));
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** How many times smaller it became. */
  static String factor(double before, double after) {
    return after > 0 ? tenths(before / after) + " ×" : NONE;
  }

  /** How many points, hundredths, it changed by. */
  static String points(double before, double after) {
    return String.format(Locale.ROOT, "%+.2f", 100 * (after - before)).replace('-', '−');
  }

  /** With a capital, as sentences begin. */
  static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** Extents, for instance {@code 256 × 784}; those that are open, below 0, as {@code ?}. */
  public static String shape(List<Integer> extents) {
    return extents.stream()
        .map(extent -> extent < 0 ? "?" : String.valueOf(extent))
        .collect(Collectors.joining(" × "));
  }
}
