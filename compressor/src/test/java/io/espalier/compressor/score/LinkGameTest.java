package io.espalier.compressor.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.DenseLayer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkGameTest {
  private static final int UNITS = 4;

  @ParameterizedTest
  @EnumSource(Activation.class)
  void values_agreeWithFullEnumeration(Activation activation) {
    DenseLayer layer = RandomLayers.layer(9, UNITS, activation, 1);
    float[] input = RandomLayers.input(9, 2);

    float[][] sampled = new LinkGame(layer, 20_000).values(input, new SplittableRandom(3));

    for (int unit = 0; unit < UNITS; unit++) {
      double[] exact = EnumeratedGame.ofUnit(layer, unit, input);
      for (int i = 0; i < 9; i++) {
        assertThat((double) sampled[i][unit]).isCloseTo(exact[i], within(5e-3));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void values_ofTwoLinksAreExactAfterOnePair(Activation activation) {
    DenseLayer layer = RandomLayers.layer(2, UNITS, activation, 4);
    float[] input = RandomLayers.input(2, 5);

    float[][] sampled = new LinkGame(layer, 1).values(input, new SplittableRandom(6));

    for (int unit = 0; unit < UNITS; unit++) {
      double[] exact = EnumeratedGame.ofUnit(layer, unit, input);
      assertThat((double) sampled[0][unit]).isCloseTo(exact[0], within(1e-6));
      assertThat((double) sampled[1][unit]).isCloseTo(exact[1], within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4})
  void values_addUpToWhatAllLinksTogetherAdd(long seed) {
    DenseLayer layer = RandomLayers.layer(40, UNITS, Activation.RELU, seed);
    float[] input = RandomLayers.input(40, seed + 100);

    float[][] sampled = new LinkGame(layer, 3).values(input, new SplittableRandom(seed));

    for (int unit = 0; unit < UNITS; unit++) {
      double sum = 0;
      double z = layer.bias()[unit];
      for (int i = 0; i < 40; i++) {
        sum += sampled[i][unit];
        z += layer.weights()[i * UNITS + unit] * input[i];
      }
      double gain = Math.max(0, z) - Math.max(0, layer.bias()[unit]);
      assertThat(sum).isCloseTo(gain, within(1e-4));
    }
  }

  @Test
  void values_ofLinksThatDoTheSameAreTheSame() {
    DenseLayer layer =
        new DenseLayer(
            "twins", 3, 1, new float[] {0.5f, 0.5f, -0.7f}, new float[] {0.1f}, Activation.SIGMOID);

    float[][] sampled =
        new LinkGame(layer, 50_000).values(new float[] {1, 1, 1}, new SplittableRandom(8));

    assertThat(sampled[0][0]).isCloseTo(sampled[1][0], within(1e-3f));
  }

  @Test
  void values_ofLinksThatAddNothingAreZero() {
    DenseLayer layer = RandomLayers.layer(6, UNITS, Activation.SIGMOID, 9);
    float[] input = RandomLayers.input(6, 10);
    input[2] = 0;
    layer.weights()[4 * UNITS + 1] = 0;

    float[][] sampled = new LinkGame(layer, 5).values(input, new SplittableRandom(11));

    for (int unit = 0; unit < UNITS; unit++) {
      assertThat(sampled[2][unit]).isZero();
    }
    assertThat(sampled[4][1]).isZero();
  }

  /** Shapley values are linear in the game, and max(0, z) − max(0, −z) is z. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4})
  void values_ofTwoGamesAddUpToThoseOfTheirSum(long seed) {
    DenseLayer layer = RandomLayers.layer(20, UNITS, Activation.RELU, seed);
    DenseLayer opposite = layer.with(negated(layer.weights()), negated(layer.bias()));
    float[] input = RandomLayers.input(20, seed + 100);

    float[][] upper = new LinkGame(layer, 2).values(input, new SplittableRandom(seed));
    float[][] lower = new LinkGame(opposite, 2).values(input, new SplittableRandom(seed));

    for (int i = 0; i < 20; i++) {
      for (int unit = 0; unit < UNITS; unit++) {
        assertThat(upper[i][unit] - lower[i][unit])
            .isCloseTo(layer.weights()[i * UNITS + unit] * input[i], within(1e-5f));
      }
    }
  }

  @Test
  void values_ofSomeUnitsAreThoseOfAll() {
    DenseLayer layer = RandomLayers.layer(7, UNITS, Activation.SIGMOID, 12);
    float[] input = RandomLayers.input(7, 13);

    float[][] all = new LinkGame(layer, 2).values(input, new SplittableRandom(14));
    float[][] some = new LinkGame(layer, 1, 2, 2).values(input, new SplittableRandom(14));

    for (int i = 0; i < 7; i++) {
      assertThat(some[i]).containsExactly(all[i][1], all[i][2]);
    }
  }

  private static float[] negated(float[] numbers) {
    float[] negated = new float[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      negated[i] = -numbers[i];
    }
    return negated;
  }
}
