package io.espalier.compressor.head;

import io.espalier.compressor.linalg.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Fits a C-SVC with an RBF kernel, one class against one, γ = 1 / (features · variance) as
 * scikit-learn's 'scale'.
 *
 * <p>LIBSVM solves each pair of classes; the kernel comes from matrix products, which is what makes
 * it fast. The result does not depend on how many cores there are.
 */
public final class RbfSvmTrainer {
  private RbfSvmTrainer() {}

  /**
   * Fits a machine on all cores. Memory grows with the square of the two largest classes: for each
   * core about 20 bytes per pair of their samples.
   *
   * @param features one row per sample
   * @param labels one per row, none negative
   * @param c C, the price of a sample on the wrong side, above 0
   * @throws IllegalArgumentException if the arguments do not fit together, there are not two
   *     classes, or all features are equal
   * @throws InterruptedException if the thread is interrupted; the work then stops
   */
  public static RbfSvm fit(Matrix features, int[] labels, double c) throws InterruptedException {
    return fit(features, labels, c, Runtime.getRuntime().availableProcessors());
  }

  static RbfSvm fit(Matrix features, int[] labels, double c, int threads)
      throws InterruptedException {
    if (!(c > 0) || Double.isInfinite(c)) {
      throw new IllegalArgumentException("svm: expected a finite C above 0, found " + c);
    }
    ClassGroups groups = ClassGroups.of(features, labels);
    RbfKernel kernel = RbfKernel.scaledTo(features);
    ExecutorService pool =
        Executors.newFixedThreadPool(threads, work -> new Thread(work, "svm-trainer"));
    try {
      List<float[]> within =
          all(
              pool,
              groups.samples().stream()
                  .<Callable<float[]>>map(samples -> () -> kernel.between(samples, samples))
                  .toList());
      List<PairSolver.Solution> solutions = solve(groups, kernel, within, c, threads, pool);
      return assemble(features, groups, kernel.gamma(), solutions);
    } finally {
      pool.shutdownNow();
    }
  }

  private static List<PairSolver.Solution> solve(
      ClassGroups groups,
      RbfKernel kernel,
      List<float[]> within,
      double c,
      int threads,
      ExecutorService pool)
      throws InterruptedException {
    List<ClassGroups.Pair> pairs = groups.pairs();
    PairSolver.Solution[] solutions = new PairSolver.Solution[pairs.size()];
    AtomicInteger next = new AtomicInteger();
    Callable<Boolean> worker =
        () -> {
          PairSolver solver = new PairSolver(c, groups.largestPair());
          for (int p = next.getAndIncrement(); p < solutions.length; p = next.getAndIncrement()) {
            if (Thread.interrupted()) {
              throw new InterruptedException();
            }
            ClassGroups.Pair pair = pairs.get(p);
            Matrix first = groups.samples().get(pair.first());
            Matrix second = groups.samples().get(pair.second());
            solutions[p] =
                solver.solve(
                    first.rows(),
                    second.rows(),
                    within.get(pair.first()),
                    kernel.between(first, second),
                    within.get(pair.second()));
          }
          return true;
        };
    all(pool, Collections.nCopies(threads, worker));
    return List.of(solutions);
  }

  /** Brings the pairs together over the vectors that support any of them, in sample order. */
  private static RbfSvm assemble(
      Matrix features, ClassGroups groups, double gamma, List<PairSolver.Solution> solutions) {
    double[][] bySample = new double[solutions.size()][features.rows()];
    for (int p = 0; p < bySample.length; p++) {
      double[] coefficients = solutions.get(p).coefficients();
      int[] samples = groups.members(groups.pairs().get(p));
      for (int i = 0; i < samples.length; i++) {
        bySample[p][samples[i]] = coefficients[i];
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
    double[] rho = solutions.stream().mapToDouble(PairSolver.Solution::rho).toArray();
    return new RbfSvm(groups.labels(), features.rows(support), coefficients, rho, gamma);
  }

  private static <T> List<T> all(ExecutorService pool, List<Callable<T>> tasks)
      throws InterruptedException {
    List<T> results = new ArrayList<>();
    for (Future<T> future : pool.invokeAll(tasks)) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("svm: a worker failed", e.getCause());
      }
    }
    return results;
  }
}
