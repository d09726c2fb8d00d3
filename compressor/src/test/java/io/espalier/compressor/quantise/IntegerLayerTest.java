package io.espalier.compressor.quantise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class IntegerLayerTest {
  @Test
  void quantise_putsBiasesAtTheScaleOfTheProducts() {
    float[] weights = {0.5f, -1, 2, 4};
    float[] bias = {0.25f, -3};

    IntegerLayer layer = IntegerLayer.quantise(weights, new Channels(2, 2), bias, 0.01f);

    assertThat(layer.weights().levels()).containsExactly(64, -127, 64, 127);
    assertThat(layer.biasScales()).containsExactly(0.01f * (1f / 127), 0.01f * (4f / 127));
    for (int c = 0; c < 2; c++) {
      assertThat(layer.bias()[c] * layer.biasScales()[c])
          .isCloseTo(bias[c], within(layer.biasScales()[c]));
    }
  }

  @Test
  void quantise_makesRoomForALargeBiasBesideTinyWeights() {
    float[] weights = {0, 0, 1e-12f, 1};

    IntegerLayer layer =
        IntegerLayer.quantise(weights, new Channels(2, 2), new float[] {50, 50}, 1e-3f);

    assertThat(layer.bias()[0]).isBetween((1 << 30) - 128, (1 << 30) + 128);
    assertThat(layer.bias()[0] * layer.biasScales()[0]).isCloseTo(50, within(1e-4f));
    assertThat(layer.weights().levels()).startsWith(0, 0);
    assertThat(layer.weights().scales()[1]).isEqualTo(1f / 127);
  }

  @Test
  void quantise_refusesBiasesThatDoNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IntegerLayer.quantise(new float[4], new Channels(2, 2), new float[3], 1))
        .withMessage("bias: expected 2 values, found 3");
  }
}
