package io.espalier.controller.objective;

import java.math.BigDecimal;

/**
 * A limit.
 *
 * @param quantity what is limited
 * @param upper whether it must stay below, else above
 * @param strict whether the limit itself is out
 * @param limit in the unit of the quantity's column
 */
public record Constraint(Quantity quantity, boolean upper, boolean strict, double limit) {
  /** Whether that value keeps the limit. */
  public boolean holds(double value) {
    return value == limit ? !strict : upper == (value < limit);
  }

  /** By how much a value is beyond the limit; below 0 where it is not. */
  public double excess(double value) {
    return upper ? value - limit : limit - value;
  }

  @Override
  public String toString() {
    return quantity.label() + (upper ? " <" : " >") + (strict ? " " : "= ") + text(limit);
  }

  private static String text(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : BigDecimal.valueOf(number).toPlainString();
  }
}
