package io.espalier.compressor.bench;

import java.util.Optional;

/**
 * One measured figure.
 *
 * @param name what was measured, for instance {@code shapley-exact/time}
 * @param value as measured
 * @param unit of the value
 * @param floor what the least possible work for the same thing took in the same run, if there is
 *     such a thing, in the same unit
 * @param goal what the value is held against, if anything
 */
public record Figure(
    String name, double value, String unit, Optional<Double> floor, Optional<Goal> goal) {
  /** Where a value should lie. */
  public record Goal(Bound bound, double limit) {
    boolean holds(double value) {
      return bound == Bound.AT_MOST ? value <= limit : value >= limit;
    }
  }

  /** Which side of its limit a value should be on. */
  public enum Bound {
    AT_MOST,
    AT_LEAST
  }

  /** A figure that is only reported. */
  public static Figure of(String name, double value, String unit) {
    return new Figure(name, value, unit, Optional.empty(), Optional.empty());
  }

  /** The same figure, held against an upper limit. */
  public Figure atMost(double limit) {
    return new Figure(name, value, unit, floor, Optional.of(new Goal(Bound.AT_MOST, limit)));
  }

  /** The same figure, held against a lower limit. */
  public Figure atLeast(double limit) {
    return new Figure(name, value, unit, floor, Optional.of(new Goal(Bound.AT_LEAST, limit)));
  }

  /** The same figure beside its floor. */
  public Figure above(double least) {
    return new Figure(name, value, unit, Optional.of(least), goal);
  }

  /** The value as a multiple of its floor. */
  public Optional<Double> ratio() {
    return floor.map(least -> value / least);
  }

  /** Whether the value is where it should be; empty without a goal. */
  public Optional<Boolean> holds() {
    return goal.map(g -> g.holds(value));
  }
}
