package io.espalier.compressor.score;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.linalg.Matrix;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;

/** Sums over samples of the size of the values that links into some units of a group have. */
final class GameSums {
  /** So many positions of a sample are looked at where a kernel slides over it. */
  private static final int POSITIONS = 4;

  private final LinkGame game;
  private final DenseLayer group;
  private final int first;
  private final int units;
  // Of the sample at hand, over its positions.
  private final float[][] sizes;
  private final BitSet touched;
  private final float[][] sums;
  private final float[][] squares;

  GameSums(DenseLayer group, int first, int units, int pairs) {
    this.game = new LinkGame(group, first, units, pairs);
    this.group = group;
    this.first = first;
    this.units = units;
    sizes = new float[group.inputs()][units];
    touched = new BitSet(group.inputs());
    sums = new float[sizes.length][units];
    squares = new float[sizes.length][units];
  }

  /**
   * Adds samples.
   *
   * @param inputs of all samples of a batch, each with as many rows as the others
   * @param seeds one for each sample of the batch
   */
  void add(Matrix inputs, long[] seeds, int from, int to) {
    for (int s = from; s < to && !Thread.currentThread().isInterrupted(); s++) {
      int begin = (int) ((long) inputs.rows() * s / seeds.length);
      int rows = (int) ((long) inputs.rows() * (s + 1) / seeds.length) - begin;
      int positions = Math.min(POSITIONS, rows);
      SplittableRandom random = new SplittableRandom(seeds[s]);
      for (int p = 0; p < positions; p++) {
        // One by chance out of each equal part of the sample.
        int part = begin + rows * p / positions;
        int row = part + random.nextInt(begin + rows * (p + 1) / positions - part);
        float[][] values = game.values(inputs.values(), row * inputs.columns(), random);
        for (int i : game.players()) {
          touched.set(i);
          addSizes(values[i], 1f / positions, sizes[i]);
        }
      }
      flush();
    }
  }

  private void flush() {
    for (int i = touched.nextSetBit(0); i >= 0; i = touched.nextSetBit(i + 1)) {
      addSample(sizes[i], sums[i], squares[i]);
      Arrays.fill(sizes[i], 0f);
    }
    touched.clear();
  }

  private static void addSizes(float[] values, float by, float[] sizes) {
    for (int j = 0; j < sizes.length; j++) {
      sizes[j] += Math.abs(values[j]) * by;
    }
  }

  private static void addSample(float[] sizes, float[] sums, float[] squares) {
    for (int j = 0; j < sizes.length; j++) {
      sums[j] += sizes[j];
      squares[j] += sizes[j] * sizes[j];
    }
  }

  /** Writes the mean and its standard error of every link over that many samples. */
  void write(long samples, float[] scores, float[] errors, int start) {
    for (int i = 0; i < group.inputs(); i++) {
      for (int j = 0; j < units; j++) {
        int link = start + i * group.outputs() + first + j;
        double mean = sums[i][j] / (double) samples;
        double variance = Math.max(0, squares[i][j] / (double) samples - mean * mean);
        scores[link] = (float) mean;
        errors[link] = (float) Math.sqrt(variance / Math.max(1, samples - 1));
      }
    }
  }
}
