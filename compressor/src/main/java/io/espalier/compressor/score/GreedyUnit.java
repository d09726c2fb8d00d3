package io.espalier.compressor.score;

/** The links of one unit, chosen one after the other by orthogonal least squares. */
final class GreedyUnit {
  private final int n;
  private final int m;
  private final int unit;
  private final int steps;
  private final float[] covariance;
  private final float[] open;
  private final float[] variance;
  private final float[][] directions;

  GreedyUnit(Gram gram, int unit, int steps) {
    n = gram.inputs();
    m = gram.outputs();
    this.unit = unit;
    this.steps = steps;
    covariance = gram.covariance().values();
    open = new float[n];
    variance = new float[n];
    for (int i = 0; i < n; i++) {
      open[i] = gram.cross().get(i, unit);
      variance[i] = covariance[i * n + i];
    }
    directions = new float[steps][];
  }

  /** Chooses, and writes what each choice gained, never more than the one before. */
  void choose(float[] scores) {
    boolean[] used = new boolean[n];
    float least = Float.MAX_VALUE;
    for (int t = 0; t < steps; t++) {
      int best = best(used);
      if (best < 0) {
        return;
      }
      least = Math.min(least, gain(best));
      scores[best * m + unit] = least;
      used[best] = true;
      explain(best, t);
    }
  }

  private int best(boolean[] used) {
    int best = -1;
    float most = 0;
    for (int i = 0; i < n; i++) {
      if (!used[i] && gain(i) > most) {
        best = i;
        most = gain(i);
      }
    }
    return best;
  }

  private float gain(int i) {
    return variance[i] > 0 ? open[i] * open[i] / variance[i] : 0;
  }

  private void explain(int chosen, int t) {
    float[] q = new float[n];
    System.arraycopy(covariance, chosen * n, q, 0, n);
    for (int s = 0; s < t; s++) {
      subtract(q, directions[s], directions[s][chosen]);
    }
    float norm = (float) (1 / Math.sqrt(variance[chosen]));
    float share = open[chosen] * norm;
    for (int i = 0; i < n; i++) {
      q[i] *= norm;
    }
    subtract(open, q, share);
    for (int i = 0; i < n; i++) {
      variance[i] -= q[i] * q[i];
    }
    directions[t] = q;
  }

  private static void subtract(float[] from, float[] direction, float share) {
    for (int i = 0; i < from.length; i++) {
      from[i] -= share * direction[i];
    }
  }
}
