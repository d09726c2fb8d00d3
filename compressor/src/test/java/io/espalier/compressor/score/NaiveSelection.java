package io.espalier.compressor.score;

import io.espalier.compressor.linalg.Cholesky;
import java.util.ArrayList;
import java.util.List;

/** Forward selection by its definition: the normal equations of every candidate set, each anew. */
final class NaiveSelection {
  private NaiveSelection() {}

  /** What each link gained when it was chosen, never more than the one before; 0 if it was not. */
  static double[] gains(Gram gram, int unit, int steps) {
    double[] gains = new double[gram.inputs()];
    List<Integer> chosen = new ArrayList<>();
    double explained = 0;
    double least = Double.MAX_VALUE;
    for (int t = 0; t < steps; t++) {
      int best = -1;
      double most = explained;
      for (int i = 0; i < gram.inputs(); i++) {
        if (!chosen.contains(i)) {
          chosen.add(i);
          double with = explained(gram, unit, chosen);
          chosen.remove(chosen.size() - 1);
          if (with > most) {
            best = i;
            most = with;
          }
        }
      }
      if (best < 0) {
        return gains;
      }
      least = Math.min(least, most - explained);
      gains[best] = least;
      chosen.add(best);
      explained = most;
    }
    return gains;
  }

  /** D_Sᵀ C_SS⁻¹ D_S. */
  static double explained(Gram gram, int unit, List<Integer> set) {
    int k = set.size();
    double[][] matrix = new double[k][k];
    double[] d = new double[k];
    for (int a = 0; a < k; a++) {
      d[a] = gram.cross().get(set.get(a), unit);
      for (int b = 0; b < k; b++) {
        matrix[a][b] = gram.covariance().get(set.get(a), set.get(b));
      }
    }
    double[] w = d.clone();
    Cholesky.factor(matrix).solve(w);
    double explained = 0;
    for (int a = 0; a < k; a++) {
      explained += d[a] * w[a];
    }
    return explained;
  }
}
