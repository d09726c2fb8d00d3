package io.espalier.shared.artifact;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The numbers that a model holds and computes with. */
public enum Precision {
  /** IEEE single floats. */
  FP32,
  /** IEEE half floats, widened to single floats once, before the first inference. */
  FP16,
  /** Dynamic-range quantisation: INT8 weights, activations quantised on the fly. */
  INT8,
  /** INT8 weights and activations, whose ranges were found on calibration data. */
  INT8_FULL;

  /** The name in options, specs, tables and on the wire, for instance {@code int8-full}. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The names of all. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(Precision::label).toList();
  }

  /**
   * The precision of that label.
   *
   * @throws IllegalArgumentException for any other label
   */
  @JsonCreator
  public static Precision of(String label) {
    for (Precision precision : values()) {
      if (precision.label().equals(label)) {
        return precision;
      }
    }
    throw new IllegalArgumentException(
        "precision: expected one of %s, found '%s'".formatted(labels(), label));
  }
}
