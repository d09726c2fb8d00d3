package io.espalier.controller.store;

/**
 * What values come to.
 *
 * @param count how many, at least 1
 * @param sum of them
 * @param min the least
 * @param max the greatest
 */
public record Figure(long count, double sum, double min, double max) {
  /** That of one value. */
  public static Figure of(double value) {
    return new Figure(1, value, value, value);
  }

  /** That of the values of both. */
  public Figure plus(Figure other) {
    return new Figure(
        count + other.count, sum + other.sum, Math.min(min, other.min), Math.max(max, other.max));
  }

  /** Their mean. */
  public double mean() {
    return sum / count;
  }
}
