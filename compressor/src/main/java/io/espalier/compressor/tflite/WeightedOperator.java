package io.espalier.compressor.tflite;

import java.util.Optional;

/**
 * A FULLY_CONNECTED, CONV_2D or DEPTHWISE_CONV_2D whose weights and biases can be changed: single
 * floats of the file that nothing else reads.
 *
 * @param operator itself
 * @param weights its constant
 * @param bias its constant, if it has one
 */
record WeightedOperator(ModelOperator operator, ModelTensor weights, Optional<ModelTensor> bias) {
  /** Of the main graph's operator; empty if it is none or its constants cannot be changed. */
  static Optional<WeightedOperator> of(ModelGraph graph, ModelOperator operator) {
    if (!LinkSites.WITH_LINKS.contains(operator.code())
        || operator.input(0) < 0
        || operator.input(1) < 0
        || operator.outputs().length != 1
        || !isOwned(graph, operator.input(1))
        || (operator.input(2) >= 0 && !isOwned(graph, operator.input(2)))
        || isShuffled(operator)) {
      return Optional.empty();
    }
    Optional<ModelTensor> bias =
        operator.input(2) < 0 ? Optional.empty() : Optional.of(graph.tensor(operator.input(2)));
    return Optional.of(new WeightedOperator(operator, graph.tensor(operator.input(1)), bias));
  }

  boolean isDepthwise() {
    return operator.code().equals("DEPTHWISE_CONV_2D");
  }

  /** Whether it sees zeros around an image. */
  boolean isPadded() {
    return !operator.code().equals("FULLY_CONNECTED")
        && operator.options().map(options -> options.integer("padding")).orElse(0L) == 0;
  }

  /** The number of units or filters. */
  int units() {
    int[] shape = weights.shape();
    return isDepthwise() ? shape[shape.length - 1] : shape[0];
  }

  /** The axis of its weights along which its units lie. */
  ChannelAxis unitAxis() {
    int values = Math.toIntExact(weights.elements());
    return isDepthwise() ? ChannelAxis.last(units(), values) : ChannelAxis.first(units(), values);
  }

  /** The bias of each unit. */
  float[] biases() {
    return bias.map(ModelTensor::floats).orElseGet(() -> new float[units()]);
  }

  private static boolean isShuffled(ModelOperator operator) {
    return operator.code().equals("FULLY_CONNECTED")
        && operator.options().map(options -> options.integer("weights_format")).orElse(0L) != 0;
  }

  private static boolean isOwned(ModelGraph graph, int number) {
    ModelTensor tensor = graph.tensor(number);
    return tensor.type() == DataType.FLOAT32
        && tensor.isConstant()
        && !tensor.isSparse()
        && tensor.elements() * Float.BYTES == tensor.data().remaining()
        && graph.readersOf(number).size() == 1
        && !graph.isOutput(number);
  }
}
