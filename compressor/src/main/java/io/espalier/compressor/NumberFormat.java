package io.espalier.compressor;

import java.util.List;
import java.util.Locale;

/** The numbers a compressed model holds and computes with. */
public enum NumberFormat {
  /** Single floats. */
  FP32,
  /** Constants as half floats, which are widened when the model is loaded. */
  FP16,
  /** Weights as 8-bit integers; activations are quantised as they come (dynamic range). */
  INT8,
  /** Weights and activations as 8-bit integers, with ranges from the calibration data. */
  INT8_FULL;

  /** The name in options: {@code fp32}, {@code fp16}, {@code int8}, {@code int8-full}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The format of that label.
   *
   * @throws IllegalArgumentException for any other label
   */
  public static NumberFormat of(String label) {
    List<NumberFormat> all = List.of(values());
    return all.stream()
        .filter(format -> format.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "precision: expected one of %s, found '%s'"
                        .formatted(all.stream().map(NumberFormat::label).toList(), label)));
  }
}
