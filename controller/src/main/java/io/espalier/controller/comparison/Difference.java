package io.espalier.controller.comparison;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.controller.statistics.Estimate;
import io.espalier.controller.statistics.Sample;
import org.jspecify.annotations.Nullable;

/**
 * How a metric differs.
 *
 * @param first mean of the first
 * @param second mean of the second
 * @param change second less first
 * @param evidence how sure that is; absent unless there are repetitions
 */
public record Difference(
    double first,
    double second,
    double change,
    @JsonSetter(nulls = Nulls.SET) @Nullable Evidence evidence) {
  private static final double CONFIDENCE = 0.95;

  static Difference of(Repetitions.Values values) {
    Sample first = Sample.of(values.first());
    Sample second = Sample.of(values.second());
    return new Difference(
        first.mean(), second.mean(), second.mean() - first.mean(), evidence(values, first, second));
  }

  private static @Nullable Evidence evidence(
      Repetitions.Values values, Sample first, Sample second) {
    if (first.n() < 2 || second.n() < 2) {
      return null;
    }
    Estimate estimate =
        values.paired() ? Estimate.ofPairs(values.changes()) : Estimate.between(first, second);
    double half = estimate.halfWidth(CONFIDENCE);
    return new Evidence(
        values.paired() ? Evidence.Test.PAIRED : Evidence.Test.WELCH,
        estimate.value() - half,
        estimate.value() + half,
        estimate.p());
  }

  Difference withP(double corrected) {
    return evidence == null
        ? this
        : new Difference(first, second, change, evidence.withP(corrected));
  }
}
