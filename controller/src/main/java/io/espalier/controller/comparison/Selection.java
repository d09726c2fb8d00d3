package io.espalier.controller.comparison;

import io.espalier.controller.experiment.Trial;
import io.espalier.shared.artifact.Precision;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which variants of a run are meant: those that have all that is named, in the manner of their
 * labels: {@code shapley-0.95-int8}, {@code shapley}, {@code 0.95-int8}, {@code int8}.
 *
 * @param method absent for any
 * @param sparsity absent for any
 * @param precision absent for any
 */
public record Selection(
    @Nullable String method, @Nullable Double sparsity, @Nullable Precision precision) {
  private static final Pattern SPARSITY = Pattern.compile("(?:^|-)(0(?:\\.[0-9]+)?)$");

  /** All of a run. */
  public static final Selection ALL = new Selection(null, null, null);

  /**
   * What that names, method first and precision last; nothing is all.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Selection parse(String text) {
    if (!text.matches("([A-Za-z0-9][A-Za-z0-9._-]*)?")) {
      throw new IllegalArgumentException(
          "variants: expected method-sparsity-precision or a part of that, such as"
              + " shapley-0.95-int8 or int8, found '%s'".formatted(text));
    }
    String rest = text;
    Precision precision = null;
    for (Precision one : Precision.values()) {
      if (rest.equals(one.label()) || rest.endsWith("-" + one.label())) {
        precision = one;
        rest = without(rest, one.label());
        break;
      }
    }
    Matcher number = SPARSITY.matcher(rest);
    Double sparsity = null;
    if (number.find()) {
      sparsity = Double.valueOf(number.group(1));
      rest = without(rest, number.group(1));
    }
    boolean isDense = rest.equals(Trial.DENSE) && sparsity == null;
    return new Selection(
        rest.isEmpty() ? null : rest, isDense ? Double.valueOf(0) : sparsity, precision);
  }

  /** What stands before an end, and the dash between them. */
  private static String without(String text, String end) {
    String before = text.substring(0, text.length() - end.length());
    return before.endsWith("-") ? before.substring(0, before.length() - 1) : before;
  }

  boolean includes(Variant variant) {
    return (method == null || method.equals(variant.method()))
        && (sparsity == null || sparsity == variant.sparsity())
        && (precision == null || precision == variant.precision());
  }

  /** Whether two variants, of this selection and another, are what both are to be compared in. */
  boolean matches(Variant one, Selection others, Variant other) {
    boolean isDense = Trial.DENSE.equals(method) || Trial.DENSE.equals(others.method());
    return (isGiven(method, others.method()) || one.method().equals(other.method()))
        && (isDense || isGiven(sparsity, others.sparsity()) || one.sparsity() == other.sparsity())
        && (isGiven(precision, others.precision()) || one.precision() == other.precision());
  }

  /** What both name, they may name differently. */
  private static boolean isGiven(@Nullable Object ours, @Nullable Object theirs) {
    return ours != null && theirs != null;
  }

  @Override
  public String toString() {
    return Stream.of(
            method,
            sparsity == null || Trial.DENSE.equals(method) ? null : sparsity,
            precision == null ? null : precision.label())
        .filter(part -> part != null)
        .map(String::valueOf)
        .collect(Collectors.joining("-"));
  }
}
