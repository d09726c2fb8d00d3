package io.espalier.compressor.head;

import java.util.Arrays;

/**
 * Tells two classes apart: the dual of the C-SVC by sequential minimal optimisation, two samples a
 * step, chosen by second-order information as in LIBSVM (R.-E. Fan, P.-H. Chen, C.-J. Lin, "Working
 * set selection using second order information", JMLR 6, 2005) and ended by its criterion.
 */
final class PairSolver {
  /** LIBSVM's: by so much the conditions of the optimum may be missed. */
  static final double TOLERANCE = 1e-3;

  /** LIBSVM's stand-in for a curvature that is not above 0. */
  private static final double LEAST_CURVATURE = 1e-12;

  private static final double ROUNDING = 1e-13;

  private final KernelRows kernel;
  private final int size;
  private final int firsts;
  private final double c;

  /** αᵢ, in [0, C]. */
  private final double[] alpha;

  /** −yᵢ times the derivative of the objective by αᵢ: where it is large, yᵢαᵢ should grow. */
  private final double[] pull;

  private final boolean[] mayRise;
  private final boolean[] mayFall;
  private int steps;

  /**
   * A problem.
   *
   * @param firsts how many samples are of the first class, y = 1; the others have y = −1
   * @param c C
   */
  private PairSolver(KernelRows kernel, int firsts, double c) {
    this.kernel = kernel;
    this.size = kernel.size();
    this.firsts = firsts;
    this.c = c;
    this.alpha = new double[size];
    this.pull = new double[size];
    this.mayRise = new boolean[size];
    this.mayFall = new boolean[size];
    Arrays.fill(pull, 0, firsts, 1);
    Arrays.fill(pull, firsts, size, -1);
    Arrays.fill(mayRise, 0, firsts, true);
    Arrays.fill(mayFall, firsts, size, true);
  }

  /**
   * What tells a pair apart.
   *
   * @param coefficients αᵢyᵢ of the samples of the first class, then of the second
   * @param rho ρ
   * @param steps how many it took
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Solution(double[] coefficients, double rho, int steps) {}

  /**
   * Solves.
   *
   * @param firsts how many of the kernel's samples are of the first class
   * @param c C
   */
  static Solution solve(KernelRows kernel, int firsts, double c) {
    return new PairSolver(kernel, firsts, c).solve();
  }

  private Solution solve() {
    int rising = strongest();
    while (rising >= 0) {
      float[] ofRising = kernel.of(rising);
      int falling = partner(rising, ofRising);
      if (falling < 0) {
        break;
      }
      rising = step(rising, ofRising, falling, kernel.of(falling));
      steps++;
    }
    double[] coefficients = alpha.clone();
    for (int k = firsts; k < size; k++) {
      coefficients[k] = -coefficients[k];
    }
    return new Solution(coefficients, rho(), steps);
  }

  private int strongest() {
    int strongest = -1;
    double most = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < size; k++) {
      if (mayRise[k] && pull[k] > most) {
        most = pull[k];
        strongest = k;
      }
    }
    return strongest;
  }

  /** The one that gains most together with {@code rising}; −1 if all conditions hold. */
  private int partner(int rising, float[] ofRising) {
    double most = pull[rising];
    double best = 0;
    double least = Double.POSITIVE_INFINITY;
    int partner = -1;
    for (int k = 0; k < size; k++) {
      if (mayFall[k]) {
        double own = pull[k];
        double gap = most - own;
        least = Math.min(least, own);
        if (gap > 0) {
          double gain = gap * gap / curvature(ofRising[k]);
          if (gain > best) {
            best = gain;
            partner = k;
          }
        }
      }
    }
    return most - least < TOLERANCE ? -1 : partner;
  }

  /** Moves two samples as far as it pays, and finds the one that should rise next. */
  private int step(int rising, float[] ofRising, int falling, float[] ofFalling) {
    double by = (pull[rising] - pull[falling]) / curvature(ofRising[falling]);
    by = Math.min(by, rising < firsts ? c - alpha[rising] : alpha[rising]);
    by = Math.min(by, falling < firsts ? alpha[falling] : c - alpha[falling]);
    move(rising, by);
    move(falling, -by);
    int strongest = -1;
    double most = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < size; k++) {
      double moved = pull[k] - by * (ofRising[k] - ofFalling[k]);
      pull[k] = moved;
      if (moved > most && mayRise[k]) {
        most = moved;
        strongest = k;
      }
    }
    return strongest;
  }

  private void move(int i, double by) {
    boolean first = i < firsts;
    double moved = alpha[i] + (first ? by : -by);
    // What rounding leaves between a value and its bound is no room to move in.
    alpha[i] = moved < ROUNDING * c ? 0 : moved > (1 - ROUNDING) * c ? c : moved;
    mayRise[i] = first ? alpha[i] < c : alpha[i] > 0;
    mayFall[i] = first ? alpha[i] > 0 : alpha[i] < c;
  }

  private static double curvature(float kernel) {
    return Math.max(LEAST_CURVATURE, 2 - 2.0 * kernel);
  }

  /** The mean over samples strictly between the bounds, or the middle of what is allowed. */
  private double rho() {
    double sum = 0;
    int free = 0;
    double most = Double.NEGATIVE_INFINITY;
    double least = Double.POSITIVE_INFINITY;
    for (int k = 0; k < size; k++) {
      if (mayRise[k] && mayFall[k]) {
        sum += pull[k];
        free++;
      }
      most = mayRise[k] ? Math.max(most, pull[k]) : most;
      least = mayFall[k] ? Math.min(least, pull[k]) : least;
    }
    return free > 0 ? -sum / free : -(most + least) / 2;
  }
}
