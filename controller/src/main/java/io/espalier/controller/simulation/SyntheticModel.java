package io.espalier.controller.simulation;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.tflite.TfLiteWriter;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.artifact.Provenance;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A model of a given size that nothing was taught: one dense layer of random weights. */
public final class SyntheticModel {
  /** Smaller ones are all frame and no weights. */
  public static final int LEAST_BYTES = 4_096;

  /** Larger ones would say nothing new. */
  public static final int MOST_BYTES = 16 << 20;

  private static final int OUTPUTS = 10;

  private SyntheticModel() {}

  /**
   * A {@code .tflite} file.
   *
   * @param bytes about its size, {@link #LEAST_BYTES} to {@link #MOST_BYTES}
   * @param seed of the weights
   */
  public static byte[] of(int bytes, long seed) {
    int frame = file(1, seed).length - OUTPUTS * Float.BYTES;
    return file(Math.max(1, (bytes - frame) / (OUTPUTS * Float.BYTES)), seed);
  }

  private static byte[] file(int inputs, long seed) {
    Random random = new Random(seed);
    float[] weights = new float[inputs * OUTPUTS];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    DenseLayer layer =
        new DenseLayer(
            "simulated", inputs, OUTPUTS, weights, new float[OUTPUTS], Activation.LINEAR);
    return TfLiteWriter.write(
        new Mlp(List.of(layer)), Precision.FP32, Provenance.ofThisBuild(Map.of()));
  }
}
