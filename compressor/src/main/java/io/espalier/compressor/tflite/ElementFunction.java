package io.espalier.compressor.tflite;

import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** What operators and fused activations make of one value, whatever its neighbours are. */
final class ElementFunction {
  private static final Map<String, DoubleUnaryOperator> OPERATORS =
      Map.of(
          "RELU", ElementFunction::relu,
          "RELU6", ElementFunction::relu6,
          "RELU_N1_TO_1", ElementFunction::hardTanh,
          "TANH", Math::tanh,
          "LOGISTIC", x -> 1 / (1 + Math.exp(-x)),
          "HARD_SWISH", x -> x * relu6(x + 3) / 6);

  /** By the numbers of TensorFlow Lite's ActivationFunctionType. */
  private static final Map<Long, DoubleUnaryOperator> FUSED =
      Map.of(
          0L, DoubleUnaryOperator.identity(),
          1L, ElementFunction::relu,
          2L, ElementFunction::hardTanh,
          3L, ElementFunction::relu6,
          4L, Math::tanh);

  private ElementFunction() {}

  /** What an operator computes; empty if it is none of these. */
  static Optional<DoubleUnaryOperator> of(ModelOperator operator) {
    return Optional.ofNullable(OPERATORS.get(operator.code()));
  }

  /** What is fused into an operator; empty if it is none of these. */
  static Optional<DoubleUnaryOperator> fused(ModelOperator operator) {
    return Optional.ofNullable(
        FUSED.get(
            operator
                .options()
                .map(options -> options.integer("fused_activation_function"))
                .orElse(0L)));
  }

  /** Each value's image; NaN, which stands for a value that varies, stays so. */
  static double[] applied(DoubleUnaryOperator function, double[] values) {
    double[] images = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      images[i] = Double.isNaN(values[i]) ? Double.NaN : function.applyAsDouble(values[i]);
    }
    return images;
  }

  private static double relu(double x) {
    return Math.max(0, x);
  }

  private static double relu6(double x) {
    return Math.max(0, Math.min(6, x));
  }

  private static double hardTanh(double x) {
    return Math.max(-1, Math.min(1, x));
  }
}
