package io.espalier.compressor.train;

import java.util.List;

/** Adam (Kingma and Ba 2015, algorithm 1) with its usual constants. */
final class Adam {
  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final float EPSILON = 1e-8f;

  private final List<float[]> parameters;
  private final List<float[]> factors;
  private final List<float[]> means;
  private final List<float[]> squares;
  private int steps;

  /**
   * Starts afresh.
   *
   * @param parameters which it will change in place
   * @param factors what each parameter is multiplied by after each step, 1 or, where it has to stay
   *     0, 0; an empty array stands for nothing but 1
   */
  Adam(List<float[]> parameters, List<float[]> factors) {
    this.parameters = parameters;
    this.factors = factors;
    means = Parameters.zerosLike(parameters);
    squares = Parameters.zerosLike(parameters);
  }

  /** Begins the next step; {@link #update} then carries it out, slice by slice. */
  void nextStep() {
    steps++;
  }

  /**
   * Updates slice {@code slice} of {@code slices} of every parameter array.
   *
   * @param gradients summed in their order; the first is overwritten by the sum
   */
  void update(int slice, int slices, List<List<float[]>> gradients, double rate) {
    for (int p = 0; p < parameters.size(); p++) {
      long length = parameters.get(p).length;
      int from = (int) (length * slice / slices);
      int to = (int) (length * (slice + 1) / slices);
      float[] sum = gradients.get(0).get(p);
      for (List<float[]> more : gradients.subList(1, gradients.size())) {
        add(more.get(p), sum, from, to);
      }
      update(parameters.get(p), sum, means.get(p), squares.get(p), from, to, rate);
      if (factors.get(p).length > 0) {
        multiply(parameters.get(p), factors.get(p), from, to);
      }
    }
  }

  private static void add(float[] more, float[] sum, int from, int to) {
    for (int i = from; i < to; i++) {
      sum[i] += more[i];
    }
  }

  private static void multiply(float[] w, float[] factors, int from, int to) {
    for (int i = from; i < to; i++) {
      w[i] *= factors[i];
    }
  }

  private void update(
      float[] w, float[] g, float[] mean, float[] square, int from, int to, double rate) {
    float b1 = (float) BETA_1;
    float b2 = (float) BETA_2;
    float step = (float) (rate / (1 - Math.pow(BETA_1, steps)));
    float unbias = (float) (1 / (1 - Math.pow(BETA_2, steps)));
    for (int i = from; i < to; i++) {
      float m = b1 * mean[i] + (1 - b1) * g[i];
      float v = b2 * square[i] + (1 - b2) * g[i] * g[i];
      mean[i] = m;
      square[i] = v;
      w[i] -= step * m / ((float) Math.sqrt(v * unbias) + EPSILON);
    }
  }
}
