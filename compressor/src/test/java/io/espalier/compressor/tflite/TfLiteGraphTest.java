package io.espalier.compressor.tflite;

import static io.espalier.compressor.tflite.TestNetworks.PROVENANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.linalg.Matrix;
import org.junit.jupiter.api.Test;

class TfLiteGraphTest {
  private final TfLiteGraph graph = new TfLiteGraph(3);
  private final Tensor weights = graph.floats("w", new float[] {1, 0, 0, 0, 1, 1}, 2, 3);
  private final Tensor bias = graph.floats("b", new float[] {0.5f, -4}, 2);

  @Test
  void fullyConnected_clampsItsSums() {
    float[] x = {1, 2, 3};

    assertThat(outputs(Clamp.NONE, x)).containsExactly(1.5f, 1);
    assertThat(outputs(Clamp.TO_UNIT, x)).containsExactly(1, 1);
    assertThat(outputs(Clamp.BELOW_ZERO, 1, 0, 0)).containsExactly(1.5f, 0);
    assertThat(outputs(Clamp.TO_UNIT, -1, 0, 0)).containsExactly(-0.5f, -1);
  }

  @Test
  void encode_refusesAnOperatorThatLeadsNowhere() {
    graph.exp("lost", graph.input());
    Tensor output = graph.exp("e", graph.input());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> graph.encode(output, PROVENANCE))
        .withMessage("lost: is computed but never read");
  }

  @Test
  void operators_computeElementByElement() {
    Tensor x = graph.input();
    Tensor sum = graph.fullyConnected("sum", x, ones(), zero(), Clamp.NONE);
    Tensor centred = graph.subtract("centred", x, sum);
    Tensor result = graph.multiply("result", graph.exp("e", centred), graph.logistic("l", x));

    float[] actual = run(graph, result, 0, 1, -2);

    for (int i = 0; i < 3; i++) {
      double value = new double[] {0, 1, -2}[i];
      double expected = Math.exp(value + 1) / (1 + Math.exp(-value));
      assertThat((double) actual[i]).isCloseTo(expected, within(1e-5));
    }
  }

  @Test
  void quotientOfLogistics_isTheExponential() {
    Tensor x = graph.input();
    Tensor opposite = graph.multiply("o", x, graph.floats("minus_one", new float[] {-1}, 1, 1));
    Tensor result = graph.divide("e", graph.logistic("l", x), graph.logistic("m", opposite));

    float[] actual = run(graph, result, 0, -2, -40);

    for (int i = 0; i < 3; i++) {
      double expected = Math.exp(new double[] {0, -2, -40}[i]);
      assertThat(actual[i] / expected).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void fullyConnected_refusesWeightsThatDoNotFit() {
    Tensor wide = graph.floats("wide", new float[8], 2, 4);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> graph.fullyConnected("f", graph.input(), wide, bias, Clamp.NONE))
        .withMessage("f: expected weights of 3 columns, found 2 × 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> graph.fullyConnected("f", graph.input(), weights, zero(), Clamp.NONE))
        .withMessage("f: expected 2 biases, found 1");
  }

  @Test
  void subtract_refusesWidthsThatDoNotFit() {
    Tensor two = graph.fullyConnected("two", graph.input(), weights, bias, Clamp.NONE);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> graph.subtract("s", graph.input(), two))
        .withMessage("s: expected 1 or 3 columns, found 2");
  }

  @Test
  void floats_refusesAShapeThatDoesNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> graph.floats("c", new float[5], 2, 3))
        .withMessage("c: expected 6 values, found 5");
  }

  @Test
  void operators_refuseTensorsOfOtherGraphs() {
    Tensor foreign = new TfLiteGraph(3).input();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> graph.exp("e", foreign))
        .withMessage("serving_default_input:0: belongs to another graph");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> graph.encode(foreign, PROVENANCE))
        .withMessage("serving_default_input:0: belongs to another graph");
  }

  private Tensor ones() {
    return graph.floats("ones", new float[] {1, 1, 1}, 1, 3);
  }

  private Tensor zero() {
    return graph.floats("zero", new float[1], 1);
  }

  private static float[] outputs(Clamp clamp, float... x) {
    TfLiteGraph graph = new TfLiteGraph(3);
    Tensor weights = graph.floats("w", new float[] {1, 0, 0, 0, 1, 1}, 2, 3);
    Tensor bias = graph.floats("b", new float[] {0.5f, -4}, 2);
    return run(graph, graph.fullyConnected("y", graph.input(), weights, bias, clamp), x);
  }

  private static float[] run(TfLiteGraph graph, Tensor output, float... x) {
    try (TfLiteRunner runner = TfLiteRunner.open(graph.encode(output, PROVENANCE), 1)) {
      return runner.run(new Matrix(1, x.length, x)).values();
    }
  }
}
