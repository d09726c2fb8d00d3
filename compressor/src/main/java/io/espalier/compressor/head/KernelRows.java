package io.espalier.compressor.head;

import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Vectors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The kernel of each sample of two classes with all of them, a row at a time and only when it is
 * asked for: most samples lie so far on their own side that nobody ever asks. Rows are kept, those
 * used last, as many as there is room for. For one thread.
 */
final class KernelRows {
  private final double gamma;

  /** [feature][sample]: whole rows of one feature are what the compiler makes vector code of. */
  private final float[][] features;

  /** γ‖x‖² of each sample. */
  private final float[] norms;

  private final int most;
  private final Map<Integer, float[]> kept = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Rows over the samples of the first class, then of the second.
   *
   * @param gamma γ
   * @param bytes how much of memory the kept rows may take; two are kept in any case
   */
  KernelRows(double gamma, Matrix first, Matrix second, long bytes) {
    this.gamma = gamma;
    this.features = new float[first.columns()][first.rows() + second.rows()];
    this.norms = new float[first.rows() + second.rows()];
    take(first, 0);
    take(second, first.rows());
    this.most = (int) Math.max(2, bytes / ((long) Float.BYTES * norms.length));
  }

  private void take(Matrix samples, int from) {
    for (int i = 0; i < samples.rows(); i++) {
      double squares = 0;
      for (int f = 0; f < features.length; f++) {
        float value = samples.get(i, f);
        features[f][from + i] = value;
        squares += (double) value * value;
      }
      norms[from + i] = (float) (gamma * squares);
    }
  }

  /** How many samples there are, and so how long a row is. */
  int size() {
    return norms.length;
  }

  /** The kernel of sample {@code i} with each; read it before the next but one is asked for. */
  float[] of(int i) {
    float[] row = kept.get(i);
    if (row == null) {
      row = kept.size() < most ? new float[norms.length] : oldest();
      fill(row, i);
      kept.put(i, row);
    }
    return row;
  }

  private float[] oldest() {
    var entries = kept.entrySet().iterator();
    float[] row = entries.next().getValue();
    entries.remove();
    return row;
  }

  private void fill(float[] row, int i) {
    Arrays.fill(row, norms[i]);
    Vectors.addMultiple(row, 1, norms);
    float[][] weights = new float[features.length][1];
    for (int f = 0; f < weights.length; f++) {
      weights[f][0] = (float) (2 * gamma * features[f][i]);
    }
    Vectors.subtractProduct(new float[][] {row}, weights, features, features.length);
    for (int k = 0; k < row.length; k++) {
      row[k] = (float) Math.exp(Math.min(0, -row[k]));
    }
    row[i] = 1;
  }
}
