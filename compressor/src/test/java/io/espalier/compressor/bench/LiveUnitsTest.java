package io.espalier.compressor.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LiveUnitsTest {
  private final SplittableRandom random = new SplittableRandom(2);

  @Test
  void of_takesDeadUnitsOutAndChangesNoOutput() {
    DenseLayer first = layer("a", 5, 4, Activation.RELU);
    DenseLayer second = layer("b", 4, 3, Activation.SIGMOID);
    for (int i = 0; i < 5; i++) {
      first.weights()[i * 4 + 1] = 0; // Unit 1 is fed by nothing, and gives a constant.
    }
    first.bias()[1] = 0.7f;
    for (int j = 0; j < 3; j++) {
      second.weights()[2 * 3 + j] = 0; // Nothing uses unit 2.
    }
    Mlp network = new Mlp(List.of(first, second));
    Matrix rows = new Matrix(20, 5, values(100));

    Mlp smaller = LiveUnits.of(network);

    assertThat(smaller.layers()).extracting(DenseLayer::outputs).containsExactly(2, 3);
    assertThat(smaller.apply(rows).values())
        .containsExactly(network.apply(rows).values(), within(1e-6f));
  }

  private DenseLayer layer(String name, int inputs, int outputs, Activation activation) {
    return new DenseLayer(
        name, inputs, outputs, values(inputs * outputs), values(outputs), activation);
  }

  private float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(0.1, 1);
    }
    return values;
  }
}
