package io.espalier.compressor.prune;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.linalg.Cholesky;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.score.Gram;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Fits the links that stay anew, unit by unit, so that sums come as near to the wanted ones as they
 * can: w_S = C_SS⁻¹ D_S with C and D of {@link Gram}, and the bias from the means. A unit without
 * any link gets the mean as its bias.
 *
 * <p>If the sums wanted are the unit's own, this is at the same time the compensation of the
 * optimal brain surgeon for all links pruned at once (B. Hassibi, D. G. Stork, NIPS 1992), with the
 * bias free.
 */
public final class SurvivorRefit implements LayerRepair {
  private final Workers workers;

  /** A refit on those threads; results do not depend on how many there are. */
  public SurvivorRefit(Workers workers) {
    this.workers = workers;
  }

  @Override
  public DenseLayer repair(DenseLayer pruned, BitSet stay, Gram gram) throws InterruptedException {
    int m = gram.outputs();
    float[] weights = new float[pruned.links()];
    // Units that keep everything share one factor, the largest that there can be.
    Cholesky all = keepsEverything(stay, gram) ? factor(gram, every(gram.inputs())) : null;
    workers.forEach(
        m,
        unit -> {
          int[] survivors = survivors(stay, gram, unit);
          boolean every = survivors.length == gram.inputs();
          Cholesky factor = every && all != null ? all : factor(gram, survivors);
          double[] fitted = new double[survivors.length];
          for (int s = 0; s < fitted.length; s++) {
            fitted[s] = gram.cross().get(survivors[s], unit);
          }
          factor.solve(fitted);
          for (int s = 0; s < fitted.length; s++) {
            weights[survivors[s] * m + unit] = (float) fitted[s];
          }
        });
    return pruned.with(weights, BiasCorrection.bias(weights, gram));
  }

  private static boolean keepsEverything(BitSet stay, Gram gram) {
    return IntStream.range(0, gram.outputs())
        .anyMatch(unit -> survivors(stay, gram, unit).length == gram.inputs());
  }

  private static int[] every(int n) {
    return IntStream.range(0, n).toArray();
  }

  private static int[] survivors(BitSet stay, Gram gram, int unit) {
    return IntStream.range(0, gram.inputs())
        .filter(i -> stay.get(i * gram.outputs() + unit))
        .toArray();
  }

  private static Cholesky factor(Gram gram, int[] survivors) {
    int k = survivors.length;
    int n = gram.inputs();
    float[] c = gram.covariance().values();
    double[][] matrix = new double[k][k];
    for (int a = 0; a < k; a++) {
      for (int b = a; b < k; b++) {
        matrix[a][b] = c[survivors[a] * n + survivors[b]];
      }
    }
    return Cholesky.factor(matrix);
  }
}
