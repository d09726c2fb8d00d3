package io.espalier.controller.cli;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.tflite.TfLiteWriter;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.artifact.Provenance;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Files of small models. */
final class Models {
  static final Provenance PROVENANCE =
      new Provenance("1.2.3", "abc1234", new TreeMap<>(java.util.Map.of("seed", "7")));

  private Models() {}

  /** 4 inputs, 3 hidden units, 2 outputs; two of 18 links are zero. */
  static byte[] tiny() {
    return TfLiteWriter.write(
        new Mlp(
            List.of(layer("hidden", 4, 3, Activation.RELU), layer("out", 3, 2, Activation.LINEAR))),
        Precision.FP32,
        PROVENANCE);
  }

  private static DenseLayer layer(String name, int inputs, int units, Activation activation) {
    SplittableRandom random = new SplittableRandom(1);
    float[] weights = new float[inputs * units];
    for (int i = 1; i < weights.length; i++) {
      weights[i] = (float) random.nextDouble(-1, 1);
    }
    return new DenseLayer(name, inputs, units, weights, new float[units], activation);
  }
}
