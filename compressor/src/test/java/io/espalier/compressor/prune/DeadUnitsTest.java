package io.espalier.compressor.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeadUnitsTest {
  @ParameterizedTest
  @EnumSource
  void remove_keepsOutputs_andDoesItOnce(Activation activation) {
    for (long seed = 0; seed < 20; seed++) {
      Mlp sparse = sparse(seed, activation, 0.06);
      Mlp smaller = DeadUnits.remove(sparse);
      Matrix x = new Matrix(3, 10, numbers(new Random(seed), 30, 1));

      assertThat(smaller.links()).as("seed %d", seed).isLessThan(sparse.links());
      assertThat(smaller.apply(x).values())
          .as("seed %d", seed)
          .usingComparatorWithPrecision(1e-5f)
          .containsExactly(sparse.apply(x).values());
      assertThat(DeadUnits.remove(smaller)).isSameAs(smaller);
      assertThat(smaller.layers()).allMatch(layer -> layer.outputs() > 0);
      assertThat(List.of(smaller.inputs(), smaller.outputs())).containsExactly(10, 5);
    }
  }

  @Test
  void remove_leavesADenseNetworkAlone() {
    Mlp dense = sparse(1, Activation.RELU, 1);
    assertThat(DeadUnits.remove(dense)).isSameAs(dense);
  }

  @Test
  void remove_takesWhatOnlyLedToADeadUnit() {
    // x → a → b, and b leads nowhere: a goes with it.
    Mlp chain =
        new Mlp(
            List.of(
                layer("one", 1, 2, 1, 1),
                layer("two", 2, 2, 1, 0, 0, 1),
                layer("three", 2, 1, 0, 1)));
    Mlp smaller = DeadUnits.remove(chain);
    assertThat(smaller.layers()).extracting(DenseLayer::outputs).containsExactly(1, 1, 1);
  }

  private static DenseLayer layer(String name, int inputs, int outputs, float... weights) {
    return new DenseLayer(name, inputs, outputs, weights, new float[outputs], Activation.RELU);
  }

  private static Mlp sparse(long seed, Activation activation, double density) {
    Random random = new Random(seed);
    int[] widths = {10, 30, 20, 5};
    List<DenseLayer> layers = new ArrayList<>();
    for (int l = 1; l < widths.length; l++) {
      float[] weights = numbers(random, widths[l - 1] * widths[l], density);
      float[] bias = numbers(random, widths[l], 1);
      layers.add(new DenseLayer("layer" + l, widths[l - 1], widths[l], weights, bias, activation));
    }
    return new Mlp(layers);
  }

  private static float[] numbers(Random random, int count, double density) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = random.nextDouble() < density ? (float) random.nextGaussian() : 0;
    }
    return numbers;
  }
}
