package io.espalier.compressor.head;

import io.espalier.compressor.linalg.Matrix;
import java.util.Random;

/** Overlapping clouds of points, one a class, by seed. */
@SuppressWarnings("ArrayRecordComponent")
record TestClusters(Matrix points, int[] labels) {
  /** {@code count} points; the classes take turns. */
  static TestClusters of(long seed, int count, int width, int... classes) {
    Random centres = new Random(1);
    float[][] centre = new float[classes.length][width];
    for (float[] one : centre) {
      for (int f = 0; f < width; f++) {
        one[f] = (float) centres.nextGaussian();
      }
    }
    Random random = new Random(seed);
    Matrix points = Matrix.zeros(count, width);
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      int position = i % classes.length;
      labels[i] = classes[position];
      for (int f = 0; f < width; f++) {
        points.values()[i * width + f] =
            (float) (centre[position][f] + 1.2 * random.nextGaussian());
      }
    }
    return new TestClusters(points, labels);
  }
}
