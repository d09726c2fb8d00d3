package io.espalier.controller.footprint;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.tflite.TfLiteWriter;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.artifact.Provenance;
import io.espalier.shared.probe.ProbeSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** An autoencoder of one megabyte that was never trained: its size matters, not what it knows. */
final class SampleModel {
  static final int WIDTH = 784;
  private static final int CODE = 160;
  private static final int PROBE_ROWS = 500;
  private static final float SCALE = 0.02f;

  private SampleModel() {}

  /** Its file; the same seed gives the same bytes. */
  static byte[] file(long seed) {
    Random random = new Random(seed);
    Mlp network =
        new Mlp(
            List.of(
                layer("encoder", WIDTH, CODE, Activation.RELU, random),
                layer("decoder", CODE, WIDTH, Activation.LINEAR, random)));
    return TfLiteWriter.write(
        network, Precision.FP32, Provenance.ofThisBuild(Map.of("seed", Long.toString(seed))));
  }

  /** Samples for it, without labels. */
  static byte[] probe(long seed) {
    float[] inputs = new float[PROBE_ROWS * WIDTH];
    fill(inputs, new Random(seed));
    return new ProbeSet(WIDTH, inputs, new int[0]).encode();
  }

  /** Fills a row, or several, with what such samples are made of. */
  static void fill(float[] inputs, Random random) {
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = random.nextInt(256) / 255f;
    }
  }

  private static DenseLayer layer(
      String name, int inputs, int outputs, Activation activation, Random random) {
    float[] weights = new float[inputs * outputs];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = SCALE * (float) random.nextGaussian();
    }
    return new DenseLayer(name, inputs, outputs, weights, new float[outputs], activation);
  }
}
