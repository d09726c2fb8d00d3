package io.espalier.compressor.linalg;

/**
 * Loops that the compiler turns into vector code. It does so only where every array is read and
 * written at the same index, so these take whole rows, never parts of a longer array.
 */
public final class Vectors {
  /** So many numbers of a few rows stay in the nearest cache. */
  private static final int TILE = 1024;

  private Vectors() {}

  /** y += a · x. */
  public static void addMultiple(float[] y, float a, float[] x) {
    for (int i = 0; i < y.length; i++) {
      y[i] += a * x[i];
    }
  }

  /** y += a · x, from an index on. */
  public static void addMultiple(double[] y, double a, double[] x, int from) {
    for (int i = from; i < y.length; i++) {
      y[i] += a * x[i];
    }
  }

  /** x *= a, from an index on. */
  public static void scale(double[] x, double a, int from) {
    for (int i = from; i < x.length; i++) {
      x[i] *= a;
    }
  }

  /** x *= a. */
  public static void scale(float[] x, float a) {
    for (int i = 0; i < x.length; i++) {
      x[i] *= a;
    }
  }

  /**
   * Y −= AᵀX, for the first {@code count} rows of X.
   *
   * @param y as many rows as columns of A are used, all of one length
   * @param a one row for each row of X
   * @param x rows as long as those of Y
   */
  public static void subtractProduct(float[][] y, float[][] a, float[][] x, int count) {
    int length = y.length == 0 ? 0 : y[0].length;
    for (int from = 0; from < length; from += TILE) {
      int to = Math.min(length, from + TILE);
      int t = 0;
      for (; t + 4 <= count; t += 4) {
        for (int j = 0; j < y.length; j++) {
          subtractFour(
              y[j],
              a[t][j],
              x[t],
              a[t + 1][j],
              x[t + 1],
              a[t + 2][j],
              x[t + 2],
              a[t + 3][j],
              x[t + 3],
              from,
              to);
        }
      }
      for (; t < count; t++) {
        for (int j = 0; j < y.length; j++) {
          subtract(y[j], a[t][j], x[t], from, to);
        }
      }
    }
  }

  private static void subtractFour(
      float[] y,
      float a0,
      float[] x0,
      float a1,
      float[] x1,
      float a2,
      float[] x2,
      float a3,
      float[] x3,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      y[i] -= a0 * x0[i] + a1 * x1[i] + a2 * x2[i] + a3 * x3[i];
    }
  }

  private static void subtract(float[] y, float a, float[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] -= a * x[i];
    }
  }
}
