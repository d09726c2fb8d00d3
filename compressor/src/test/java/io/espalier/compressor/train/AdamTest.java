package io.espalier.compressor.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AdamTest {
  @Test
  void update_followsThePublishedAlgorithm() {
    float[] w = {1f, -2f, 0.5f};
    float[][] gradients = {{0.3f, -0.1f, 0f}, {0.2f, 0.4f, 0f}, {-0.6f, 0.01f, 1e-5f}};
    double[] expected = published(w, gradients, 0.01);
    Adam adam = new Adam(List.of(w), List.of(new float[0]));

    for (float[] gradient : gradients) {
      adam.nextStep();
      adam.update(0, 2, List.of(List.of(gradient)), 0.01);
      adam.update(1, 2, List.of(List.of(gradient)), 0.01);
    }

    for (int i = 0; i < w.length; i++) {
      assertThat((double) w[i]).isCloseTo(expected[i], within(1e-6));
    }
  }

  @Test
  void update_sumsTheGradientsOfAllParts() {
    float[] parts = {0f};
    float[] whole = {0f};
    Adam ofParts = new Adam(List.of(parts), List.of(new float[0]));
    Adam ofWhole = new Adam(List.of(whole), List.of(new float[0]));
    float[][] steps = {{0.25f, 0.5f}, {0.125f, -1f}};

    for (float[] step : steps) {
      ofParts.nextStep();
      ofWhole.nextStep();
      List<List<float[]>> both =
          List.of(List.of(new float[] {step[0]}), List.of(new float[] {step[1]}));
      ofParts.update(0, 1, both, 0.01);
      ofWhole.update(0, 1, List.of(List.of(new float[] {step[0] + step[1]})), 0.01);
    }

    assertThat(parts).isEqualTo(whole);
  }

  private static double[] published(float[] start, float[][] gradients, double rate) {
    double[] w = new double[start.length];
    for (int i = 0; i < w.length; i++) {
      w[i] = start[i];
      double m = 0;
      double v = 0;
      for (int t = 1; t <= gradients.length; t++) {
        double g = gradients[t - 1][i];
        m = 0.9 * m + 0.1 * g;
        v = 0.999 * v + 0.001 * g * g;
        double mHat = m / (1 - Math.pow(0.9, t));
        double vHat = v / (1 - Math.pow(0.999, t));
        w[i] -= rate * mHat / (Math.sqrt(vHat) + 1e-8);
      }
    }
    return w;
  }
}
