package io.espalier.compressor;

import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.head.GammaRule;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.score.Method;
import io.espalier.compressor.train.TrainingRecipe;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.artifact.Precision;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A data set of three noisy patterns of 12 pixels, and a plan that fits it. */
final class SmallData {
  static final Dataset PATTERNS =
      new Dataset(
          "patterns",
          Digest.of(new byte[] {1}),
          patterns(300, 1),
          labels(300),
          patterns(60, 2),
          labels(60),
          new byte[0],
          new byte[0]);

  static final CompressionPlan PLAN =
      CompressionPlan.ofPaper(
          new TrainingRecipe(List.of(12, 8, 4, 8, 12), 10, 32, 1e-2, 1e-3),
          List.of(Method.SHAPLEY, Method.MAGNITUDE),
          List.of(new Sparsity(0.75), new Sparsity(0), new Sparsity(0.5)),
          List.of(Precision.FP32, Precision.INT8),
          new HeadRecipe(200, 10, GammaRule.CENTRED, HeadInput.RECONSTRUCTION));

  private SmallData() {}

  private static Matrix patterns(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Matrix images = Matrix.zeros(rows, 12);
    for (int i = 0; i < images.values().length; i++) {
      boolean ink = i % 12 / 4 == i / 12 % 3;
      images.values()[i] = (float) (ink ? random.nextDouble(0.8, 1) : random.nextDouble(0.2));
    }
    return images;
  }

  private static int[] labels(int rows) {
    return IntStream.range(0, rows).map(i -> i % 3).toArray();
  }
}
