package io.espalier.compressor;

import io.espalier.compressor.quantise.Calibration;
import io.espalier.compressor.quantise.Converter;
import io.espalier.compressor.quantise.WeightRounding;
import io.espalier.shared.artifact.Precision;

/**
 * The numbers a model ends up with, and how they are found.
 *
 * @param format the numbers
 * @param converter whose rules 8-bit weights follow
 * @param rounding how 8-bit weights are rounded
 * @param calibration how ranges of activations are found, for {@link Precision#INT8_FULL}
 */
public record Quantisation(
    Precision format, Converter converter, WeightRounding rounding, Calibration calibration) {
  /** That format by the rules of today's converter, rounded to the nearest, smallest to largest. */
  public static Quantisation to(Precision format) {
    return new Quantisation(format, Converter.CURRENT, WeightRounding.NEAREST, Calibration.MIN_MAX);
  }
}
