package io.espalier.shared.artifact;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How the weights of a model are stored. */
public enum Precision {
  /** IEEE single floats. */
  FP32,
  /** IEEE half floats, widened to single floats once, before the first inference. */
  FP16,
  /** Dynamic-range quantisation: INT8 weights, activations quantised on the fly. */
  INT8;

  /** The name in specs, tables and on the wire: {@code fp32}, {@code fp16}, {@code int8}. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
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
        "precision: expected fp32, fp16 or int8, found '" + label + "'");
  }
}
