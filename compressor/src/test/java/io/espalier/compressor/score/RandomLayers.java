package io.espalier.compressor.score;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.DenseLayer;
import java.util.SplittableRandom;

/** Layers and inputs for tests, by seed. */
public final class RandomLayers {
  private RandomLayers() {}

  public static DenseLayer layer(int inputs, int outputs, Activation activation, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new DenseLayer(
        "layer" + seed,
        inputs,
        outputs,
        numbers(inputs * outputs, -1, random),
        numbers(outputs, -1, random),
        activation);
  }

  public static float[] input(int length, long seed) {
    return numbers(length, 0, new SplittableRandom(seed));
  }

  private static float[] numbers(int length, double least, SplittableRandom random) {
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = (float) random.nextDouble(least, 1);
    }
    return numbers;
  }
}
