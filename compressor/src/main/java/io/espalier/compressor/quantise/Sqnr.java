package io.espalier.compressor.quantise;

import io.espalier.compressor.graph.LinkModel;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Ratio of signal to quantisation noise, gathered piece by piece. Not for several threads. */
public final class Sqnr {
  private double signal;
  private double noise;

  /**
   * For each layer, how what comes before its activation differs between two models on the same
   * calibration data, errors of the layers before it included; in decibels, empty without noise or
   * without signal.
   *
   * @param exact what the sums should be
   * @param quantised the same model with other weights
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static List<Optional<Double>> ofLayers(LinkModel exact, LinkModel quantised)
      throws InterruptedException {
    List<Sqnr> layers = Stream.generate(Sqnr::new).limit(exact.layers().size()).toList();
    for (int batch = 0; batch < exact.batches(); batch++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      LinkModel.Pass right = exact.run(batch);
      LinkModel.Pass other = quantised.run(batch);
      for (int layer = 0; layer < layers.size(); layer++) {
        for (int group = 0; group < exact.layers().get(layer).groups().size(); group++) {
          layers
              .get(layer)
              .add(
                  right.batch(layer, group).sums().values(),
                  other.batch(layer, group).sums().values());
        }
      }
    }
    return layers.stream().map(Sqnr::decibels).toList();
  }

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
