package io.espalier.controller.comparison;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * How sure a change is.
 *
 * @param test what says so
 * @param low lower end of the 95% interval of the change
 * @param high its upper end
 * @param p how likely a change so large is by chance, either way, after Holm's correction for all
 *     tests of the same metric
 */
public record Evidence(Test test, double low, double high, double p) {
  private static final double SURE = 0.05;

  /** What is tested. */
  public enum Test {
    /** Differences of pairs of the same seed, by Student's t. */
    PAIRED,
    /** Means of independent repetitions, by Welch's t. */
    WELCH;

    /** The name on the wire. */
    @JsonValue
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The test of that name. */
    @JsonCreator
    static Test of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  /** Whether it is more than chance, at 5% for all tests of the same metric together. */
  @JsonIgnore
  public boolean isSure() {
    return p < SURE;
  }

  /** Whether it would be, had it been the only test: its interval does not hold 0. */
  @JsonIgnore
  public boolean isSureAlone() {
    return low > 0 || high < 0;
  }

  Evidence withP(double corrected) {
    return new Evidence(test, low, high, corrected);
  }
}
