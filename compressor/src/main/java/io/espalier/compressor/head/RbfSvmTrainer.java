package io.espalier.compressor.head;

import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Fits a C-SVC with an RBF kernel, one class against one, γ = 1 / (features · variance), where the
 * variance is that of centred features: the mean over features of the variance between samples.
 *
 * <p>Centring first changes no distance. It keeps γ a measure of how samples differ, which the
 * variance of raw entries is not (what all samples share, such as the mean image, counts there),
 * and it keeps the floats of the matrix products precise.
 *
 * <p>Pairs are solved side by side, each as LIBSVM would ({@link PairSolver}); kernels are computed
 * a row at a time in vector code, and only those that a solver asks for.
 */
public final class RbfSvmTrainer {
  private static final long SHARE_FOR_KERNELS = 4;

  private RbfSvmTrainer() {}

  /**
   * Fits a machine on all cores; their number does not change the result. Kernels take at most a
   * quarter of the heap, and are computed again where that is too little.
   *
   * @param features one row per sample
   * @param labels one per row, none negative
   * @param c C, the price of a sample on the wrong side, above 0
   * @param gamma which variance γ is the inverse of
   * @throws IllegalArgumentException if the arguments do not fit together, there are not two
   *     classes, or a feature is not finite
   * @throws InterruptedException if the thread is interrupted; the pairs not yet begun are dropped
   */
  public static RbfSvm fit(Matrix features, int[] labels, double c, GammaRule gamma)
      throws InterruptedException {
    try (Workers workers = Workers.onEveryCore("svm-trainer")) {
      return fit(features, labels, c, gamma, workers);
    }
  }

  static RbfSvm fit(Matrix features, int[] labels, double c, GammaRule gamma, Workers workers)
      throws InterruptedException {
    if (!(c > 0) || Double.isInfinite(c)) {
      throw new IllegalArgumentException("svm: expected a finite C above 0, found " + c);
    }
    // No distance changes, but the matrix products are of small numbers and lose fewer digits.
    float[] mean = features.columnMeans();
    Matrix centred = features.centred(mean);
    ClassGroups groups = ClassGroups.of(centred, labels);
    double width = gamma.gamma(mean, centred);
    return assemble(features, groups, width, solve(groups, width, c, workers));
  }

  private static PairSolver.Solution[] solve(
      ClassGroups groups, double gamma, double c, Workers workers) throws InterruptedException {
    List<Matrix> samples = groups.samples();
    List<ClassGroups.Pair> pairs = groups.pairs();
    PairSolver.Solution[] solutions = new PairSolver.Solution[pairs.size()];
    long room = Runtime.getRuntime().maxMemory() / SHARE_FOR_KERNELS;
    workers.forEach(
        solutions.length,
        p -> {
          Matrix first = samples.get(pairs.get(p).first());
          Matrix second = samples.get(pairs.get(p).second());
          long own = room / Math.min(workers.count(), solutions.length);
          solutions[p] =
              PairSolver.solve(new KernelRows(gamma, first, second, own), first.rows(), c);
        });
    return solutions;
  }

  /** Brings the pairs together over the samples that support any of them, in their order. */
  private static RbfSvm assemble(
      Matrix features, ClassGroups groups, double gamma, PairSolver.Solution[] solutions) {
    double[][] bySample = new double[solutions.length][features.rows()];
    double[] rho = new double[solutions.length];
    List<ClassGroups.Pair> pairs = groups.pairs();
    for (int p = 0; p < solutions.length; p++) {
      rho[p] = solutions[p].rho();
      int[] members = groups.members(pairs.get(p));
      for (int i = 0; i < members.length; i++) {
        bySample[p][members[i]] = solutions[p].coefficients()[i];
      }
    }
    int[] support =
        IntStream.range(0, features.rows())
            .filter(i -> Arrays.stream(bySample).anyMatch(row -> row[i] != 0))
            .toArray();
    double[][] coefficients = new double[bySample.length][];
    for (int p = 0; p < bySample.length; p++) {
      double[] row = bySample[p];
      coefficients[p] = IntStream.of(support).mapToDouble(i -> row[i]).toArray();
    }
    return new RbfSvm(groups.labels(), features.rows(support), coefficients, rho, gamma);
  }
}
