package io.espalier.compressor.quantise;

import java.util.Optional;

/** Ratio of signal to quantisation noise, gathered piece by piece. Not for several threads. */
public final class Sqnr {
  private double signal;
  private double noise;

  /**
   * Adds values.
   *
   * @param exact what they should be
   * @param quantised what they are, as many
   */
  public void add(float[] exact, float[] quantised) {
    if (exact.length != quantised.length) {
      throw new IllegalArgumentException(
          "SQNR: expected %d values, found %d".formatted(exact.length, quantised.length));
    }
    for (int i = 0; i < exact.length; i++) {
      double missed = (double) exact[i] - quantised[i];
      signal += (double) exact[i] * exact[i];
      noise += missed * missed;
    }
  }

  /**
   * 10 · log₁₀(Σ exact² / Σ (exact − quantised)²) in decibels; empty without noise or without
   * signal.
   */
  public Optional<Double> decibels() {
    return noise == 0 || signal == 0
        ? Optional.empty()
        : Optional.of(10 * Math.log10(signal / noise));
  }
}
