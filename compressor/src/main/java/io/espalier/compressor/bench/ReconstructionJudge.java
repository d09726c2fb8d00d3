package io.espalier.compressor.bench;

import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.head.GammaRule;
import io.espalier.compressor.head.RbfSvmHead;
import io.espalier.compressor.head.RbfSvmTrainer;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.tflite.TfLiteRunner;
import io.espalier.compressor.tflite.TfLiteWriter;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.artifact.Provenance;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tells how well digits can be recognised in what an autoencoder makes of them: a support vector
 * machine is fitted to reconstructions of the first training images, and told all test images as
 * the written file reconstructs them.
 */
final class ReconstructionJudge {
  private static final int FITTED = 10_000;
  private static final double C = 10;
  private static final int THREADS = 2;

  private final Dataset data;

  ReconstructionJudge(Dataset data) {
    this.data = data;
  }

  /** A head for that network, as a file. */
  byte[] fitHead(Mlp network) throws InterruptedException {
    Matrix reconstructions = network.apply(data.trainImages().rows(0, FITTED));
    int[] labels = Arrays.copyOf(data.trainLabels(), FITTED);
    return RbfSvmHead.write(
        RbfSvmTrainer.fit(reconstructions, labels, C, GammaRule.CENTRED), provenance());
  }

  /** The percentage of test images whose digit the head finds, at a precision of the network. */
  double accuracy(Mlp network, Precision precision, byte[] head) {
    byte[] file = TfLiteWriter.write(network, precision, provenance());
    try (TfLiteRunner model = TfLiteRunner.open(file, THREADS);
        TfLiteRunner classifier = TfLiteRunner.open(head, THREADS)) {
      int[] classes = classifier.classes(model.run(data.testImages()));
      int right = 0;
      for (int i = 0; i < classes.length; i++) {
        right += classes[i] == data.testLabels()[i] ? 1 : 0;
      }
      return 100.0 * right / classes.length;
    }
  }

  private static Provenance provenance() {
    SortedMap<String, String> recipe = new TreeMap<>();
    recipe.put("benchmark", "accuracy");
    return Provenance.ofThisBuild(recipe);
  }
}
