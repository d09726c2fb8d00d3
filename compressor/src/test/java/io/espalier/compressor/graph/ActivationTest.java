package io.espalier.compressor.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ActivationTest {
  @Test
  void sigmoid_isTheLogisticFunction() {
    for (float z = -40; z <= 40; z += 0.01f) {
      assertThat((double) Activation.SIGMOID.apply(z))
          .as("at %s", z)
          .isCloseTo(1 / (1 + Math.exp(-z)), within(1e-6));
    }
  }

  @Test
  void tanh_isTheHyperbolicTangent() {
    for (float z = -20; z <= 20; z += 0.01f) {
      assertThat((double) Activation.TANH.apply(z))
          .as("at %s", z)
          .isCloseTo(Math.tanh(z), within(2e-6));
    }
  }

  @Test
  void clampsMoveWhatIsOutsideToTheNearerEnd() {
    float[] z = {-9, -.5f, .5f, 9};
    float[] y = new float[4];

    Activation.RELU.apply(z, y);
    assertThat(y).containsExactly(0, 0, .5f, 9);
    Activation.RELU6.apply(z, y);
    assertThat(y).containsExactly(0, 0, .5f, 6);
    Activation.HARD_TANH.apply(z, y);
    assertThat(y).containsExactly(-1, -.5f, .5f, 1);
  }

  @Test
  void sigmoid_staysInItsRangeWithoutEnd() {
    assertThat(Activation.SIGMOID.apply(Float.POSITIVE_INFINITY)).isEqualTo(1f);
    assertThat(Activation.SIGMOID.apply(Float.NEGATIVE_INFINITY)).isBetween(0f, 1e-8f);
    assertThat(Activation.SIGMOID.apply(Float.NaN)).isNaN();
  }

  @Test
  void apply_isTheSameForOneValueAndForMany() {
    float[] z = {-3f, -0.5f, 0f, 0.25f, 7f};
    for (Activation activation : Activation.values()) {
      float[] y = new float[z.length];
      activation.apply(z, y);
      for (int i = 0; i < z.length; i++) {
        assertThat(y[i]).isEqualTo(activation.apply(z[i]));
      }
    }
  }
}
