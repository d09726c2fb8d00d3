package io.espalier.systemtests.fleet;

import io.espalier.compressor.tflite.Clamp;
import io.espalier.compressor.tflite.Tensor;
import io.espalier.compressor.tflite.TfLiteGraph;
import io.espalier.shared.artifact.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Models that say which of ten classes a sample is of. A sample is bright in one of its {@link
 * #WIDTH} features, and its class is that feature's last digit, so how often a model is right is
 * known before anybody measures it.
 */
final class Models {
  static final int WIDTH = 100;
  static final int CLASSES = 10;
  private static final int SAMPLES = 3_000;

  private Models() {}

  /** A model that is wrong on that many of a hundred features. */
  static byte[] wrongOn(int features) {
    TfLiteGraph graph = new TfLiteGraph(WIDTH);
    return encoded(graph, scores(graph, features));
  }

  /** As good as {@code wrongOn(features)}, and larger by numbers that no coding makes smaller. */
  static byte[] padded(int features, int kib, long seed) {
    TfLiteGraph graph = new TfLiteGraph(WIDTH);
    Tensor scores = scores(graph, features);
    int hidden = kib * 1024 / Float.BYTES / WIDTH;
    SplittableRandom random = new SplittableRandom(seed);
    float[] weights = new float[hidden * WIDTH];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextDouble(-1, 1);
    }
    Tensor ballast = dense(graph, "ballast", graph.input(), weights, hidden);
    return encoded(graph, unchanged(graph, scores, ballast, hidden));
  }

  /** Never wrong, and slow: an inference is some sixteen million values of tanh. */
  static byte[] slow() {
    TfLiteGraph graph = new TfLiteGraph(WIDTH);
    Tensor scores = scores(graph, 0);
    int wide = 4_096;
    Tensor x = dense(graph, "wide", graph.input(), new float[wide * WIDTH], wide);
    for (int i = 0; i < 4_000; i++) {
      x = graph.tanh("tanh" + i, x);
    }
    return encoded(graph, unchanged(graph, scores, x, wide));
  }

  /** Samples with their classes, as {@code deploy --probe} takes them. */
  static Path probe(Path file) throws IOException {
    StringBuilder csv = new StringBuilder();
    for (int i = 0; i < WIDTH; i++) {
      csv.append('x').append(i).append(',');
    }
    csv.append("label\n");
    for (int sample = 0; sample < SAMPLES; sample++) {
      int bright = sample % WIDTH;
      csv.append("0,".repeat(bright)).append("1,").append("0,".repeat(WIDTH - 1 - bright));
      csv.append(bright % CLASSES).append('\n');
    }
    return Files.writeString(file, csv);
  }

  private static Tensor scores(TfLiteGraph graph, int wrong) {
    float[] weights = new float[CLASSES * WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      int said = (i < wrong ? i + 1 : i) % CLASSES;
      weights[said * WIDTH + i] = 1;
    }
    return dense(graph, "scores", graph.input(), weights, CLASSES);
  }

  /** The same scores, in a way that makes {@code other} be computed. */
  private static Tensor unchanged(TfLiteGraph graph, Tensor scores, Tensor other, int width) {
    float[] zeros = new float[CLASSES * width];
    return graph.subtract("unchanged", scores, dense(graph, "zero", other, zeros, CLASSES));
  }

  private static Tensor dense(
      TfLiteGraph graph, String name, Tensor x, float[] weights, int outputs) {
    Tensor matrix = graph.floats(name + "/weights", weights, outputs, weights.length / outputs);
    Tensor bias = graph.floats(name + "/bias", new float[outputs], outputs);
    return graph.fullyConnected(name, x, matrix, bias, Clamp.NONE);
  }

  private static byte[] encoded(TfLiteGraph graph, Tensor output) {
    return graph.encode(output, new Provenance("test", "test", new TreeMap<>()));
  }
}
