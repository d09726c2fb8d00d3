package io.espalier.compressor.head;

import io.espalier.compressor.linalg.Matrix;
import java.util.Arrays;

/**
 * By how much a machine misses the conditions of the optimum (Karush, Kuhn and Tucker), in double
 * precision: of a pair of classes, how far the decision value of a sample that should rise lies
 * above that of one that should fall.
 */
final class OptimalityGap {
  private OptimalityGap() {}

  /** The largest of all pairs. */
  static double largest(RbfSvm machine, Matrix points, int[] labels, double c) {
    int pairs = machine.pairs();
    double[] rise = filled(pairs, Double.NEGATIVE_INFINITY);
    double[] fall = filled(pairs, Double.POSITIVE_INFINITY);
    int support = 0;
    for (int i = 0; i < labels.length; i++) {
      double[] decisions = machine.decisionValues(points, i);
      boolean supports =
          support < machine.supportVectors().rows()
              && Arrays.equals(
                  points.rows(i, i + 1).values(),
                  machine.supportVectors().rows(support, support + 1).values());
      int pair = 0;
      for (int a = 0; a < machine.labels().length; a++) {
        for (int b = a + 1; b < machine.labels().length; b++) {
          boolean first = labels[i] == machine.labels()[a];
          if (first || labels[i] == machine.labels()[b]) {
            double alpha = supports ? Math.abs(machine.coefficients()[pair][support]) : 0;
            double pull = (first ? 1 : -1) - decisions[pair] - machine.rho()[pair];
            if (first ? alpha < c : alpha > 0) {
              rise[pair] = Math.max(rise[pair], pull);
            }
            if (first ? alpha > 0 : alpha < c) {
              fall[pair] = Math.min(fall[pair], pull);
            }
          }
          pair++;
        }
      }
      support += supports ? 1 : 0;
    }
    double largest = 0;
    for (int pair = 0; pair < pairs; pair++) {
      largest = Math.max(largest, rise[pair] - fall[pair]);
    }
    return largest;
  }

  private static double[] filled(int count, double value) {
    double[] filled = new double[count];
    Arrays.fill(filled, value);
    return filled;
  }
}
