package io.espalier.compressor.head;

import io.espalier.compressor.linalg.Matrix;
import java.util.Arrays;
import libsvm.svm;
import libsvm.svm_model;
import libsvm.svm_node;
import libsvm.svm_parameter;
import libsvm.svm_problem;

/**
 * LIBSVM on one pair of classes at a time, with a kernel that was computed before. The nodes in
 * which LIBSVM wants the kernel are kept from one pair to the next, for they take the most memory.
 * For one thread.
 */
final class PairSolver {
  private static final double BYTES_PER_MEGABYTE = 1 << 20;

  static {
    // LIBSVM talks on stdout, which belongs to the data.
    svm.svm_set_print_string_function(line -> {});
  }

  private final svm_parameter parameters;

  /** Row i: its number, counted from 1, then the kernel of sample i with each sample. */
  private final svm_node[][] nodes;

  PairSolver(double c, int largestPair) {
    parameters = parameters(c, largestPair);
    nodes = new svm_node[largestPair][largestPair + 1];
    for (int i = 0; i < largestPair; i++) {
      nodes[i][0] = new svm_node();
      nodes[i][0].value = i + 1;
      for (int j = 0; j < largestPair; j++) {
        nodes[i][j + 1] = j < i ? nodes[j][i + 1] : new svm_node();
      }
    }
  }

  /**
   * What LIBSVM makes of a pair.
   *
   * @param coefficients αᵢyᵢ of the samples of the first class, then of the second
   * @param rho ρ
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Solution(double[] coefficients, double rho) {}

  /**
   * Solves for classes of n and m samples.
   *
   * @param first n × n, the kernel within the first class
   * @param across n × m, the kernel of the first with the second
   * @param second m × m, the kernel within the second
   */
  Solution solve(Matrix first, Matrix across, Matrix second) {
    int n = first.rows();
    int m = second.rows();
    fill(0, 0, first, true);
    fill(0, n, across, false);
    fill(n, n, second, true);

    svm_problem problem = new svm_problem();
    problem.l = n + m;
    problem.x = Arrays.copyOf(nodes, n + m);
    problem.y = new double[n + m];
    Arrays.fill(problem.y, 0, n, 1);
    Arrays.fill(problem.y, n, n + m, -1);
    svm_model model = svm.svm_train(problem, parameters);

    double[] coefficients = new double[n + m];
    for (int s = 0; s < model.l; s++) {
      coefficients[model.sv_indices[s] - 1] = model.sv_coef[0][s];
    }
    return new Solution(coefficients, model.rho[0]);
  }

  /** Puts a block into place, of a symmetric one the upper half: the nodes below are the same. */
  private void fill(int top, int left, Matrix block, boolean symmetric) {
    for (int i = 0; i < block.rows(); i++) {
      svm_node[] row = nodes[top + i];
      for (int j = symmetric ? i : 0; j < block.columns(); j++) {
        row[left + j + 1].value = block.get(i, j);
      }
    }
  }

  private static svm_parameter parameters(double c, int largestPair) {
    svm_parameter parameters = new svm_parameter();
    parameters.svm_type = svm_parameter.C_SVC;
    parameters.kernel_type = svm_parameter.PRECOMPUTED;
    parameters.C = c;
    parameters.eps = 1e-3;
    parameters.shrinking = 1;
    double wholeKernel = (double) largestPair * largestPair * Float.BYTES;
    parameters.cache_size = 1 + wholeKernel / BYTES_PER_MEGABYTE;
    parameters.weight_label = new int[0];
    parameters.weight = new double[0];
    return parameters;
  }
}
