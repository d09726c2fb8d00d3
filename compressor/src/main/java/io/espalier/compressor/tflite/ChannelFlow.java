package io.espalier.compressor.tflite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/**
 * Where the channels of one operator go: through operators that keep them apart, to operators that
 * weigh them. Follows for each channel whether it has the same value at every position whatever the
 * input is.
 */
final class ChannelFlow {
  /** An operator that weighs the channels, and what is known of them there; NaN if they vary. */
  @SuppressWarnings("ArrayRecordComponent")
  record Reader(WeightedOperator operator, double[] constants) {}

  private final ModelGraph graph;
  private final int channels;
  private final Map<Integer, Integer> positions = new TreeMap<>();
  private final List<Reader> readers = new ArrayList<>();
  private final List<WeightedOperator> depthwise = new ArrayList<>();
  private final List<ModelOperator> reshapes = new ArrayList<>();
  private Optional<String> stop = Optional.empty();

  /** Follows the channels of an operator that is not depthwise. */
  ChannelFlow(ModelGraph graph, WeightedOperator source) {
    this.graph = graph;
    this.channels = source.units();
    Optional<DoubleUnaryOperator> fused = ElementFunction.fused(source.operator());
    if (fused.isEmpty()) {
      stop = Optional.of("its activation is not known");
      return;
    }
    double[] constants = new double[channels];
    float[] weights = source.weights().floats();
    float[] biases = source.biases();
    for (int c = 0; c < channels; c++) {
      constants[c] = source.unitAxis().isZero(weights, c) ? biases[c] : Double.NaN;
    }
    follow(source.operator().outputs()[0], ElementFunction.applied(fused.get(), constants), 1);
  }

  /** Why the channels cannot be followed to where they are weighed; empty if they can. */
  Optional<String> stop() {
    return stop;
  }

  /** The tensors that hold the channels, each with how often its last extent repeats them. */
  Map<Integer, Integer> positions() {
    return positions;
  }

  /** What weighs the channels in the end. */
  List<Reader> readers() {
    return readers;
  }

  /** The depthwise convolutions on the way, which have a filter for each channel. */
  List<WeightedOperator> depthwise() {
    return depthwise;
  }

  /** The operators on the way that name the extents of their output. */
  List<ModelOperator> reshapes() {
    return reshapes;
  }

  private void follow(int tensor, double[] constants, int repeats) {
    int[] shape = graph.tensor(tensor).shape();
    if (graph.isOutput(tensor)) {
      stop("the model yields them");
    } else if (shape.length < 2 || shape[shape.length - 1] != channels * repeats) {
      stop("they are not the last extent of " + graph.tensor(tensor).name());
    } else if (graph.readersOf(tensor).isEmpty()) {
      stop("nothing reads them");
    }
    positions.put(tensor, repeats);
    for (ModelOperator reader : graph.readersOf(tensor)) {
      if (stop.isEmpty()) {
        pass(reader, tensor, constants, repeats);
      }
    }
  }

  private void pass(ModelOperator operator, int tensor, double[] constants, int repeats) {
    boolean once = Arrays.stream(operator.inputs()).filter(input -> input == tensor).count() == 1;
    if (operator.input(0) != tensor || !once || operator.outputs().length != 1) {
      stop("read by " + operator.code());
      return;
    }
    int output = operator.outputs()[0];
    switch (operator.code()) {
      case "FULLY_CONNECTED", "CONV_2D" -> weigh(operator, constants);
      case "DEPTHWISE_CONV_2D" -> filter(operator, constants);
      case "MAX_POOL_2D", "AVERAGE_POOL_2D" -> {
        DoubleUnaryOperator fused = ElementFunction.fused(operator).orElse(x -> Double.NaN);
        follow(output, ElementFunction.applied(fused, constants), repeats);
      }
      case "MEAN" -> mean(operator, constants);
      case "PAD" -> pad(operator, constants);
      case "SQUEEZE" -> squeeze(operator, constants, repeats);
      case "RESHAPE" -> flatten(operator, tensor, constants);
      default ->
          ElementFunction.of(operator)
              .ifPresentOrElse(
                  f -> follow(output, ElementFunction.applied(f, constants), repeats),
                  () -> stop("read by " + operator.code()));
    }
  }

  private void weigh(ModelOperator operator, double[] constants) {
    Optional<WeightedOperator> reader = WeightedOperator.of(graph, operator);
    if (reader.isEmpty()) {
      stop("read by %s whose weights cannot be changed".formatted(operator.code()));
      return;
    }
    int[] shape = reader.get().weights().shape();
    boolean grouped = operator.code().equals("CONV_2D") && shape[shape.length - 1] != channels;
    if (grouped || shape[shape.length - 1] % channels != 0) {
      stop("read by %s in groups".formatted(operator.code()));
      return;
    }
    readers.add(new Reader(reader.get(), constants));
  }

  private void filter(ModelOperator operator, double[] constants) {
    Optional<WeightedOperator> filters = WeightedOperator.of(graph, operator);
    Optional<DoubleUnaryOperator> fused = ElementFunction.fused(operator);
    if (filters.isEmpty() || fused.isEmpty() || filters.get().units() != channels) {
      stop("read by DEPTHWISE_CONV_2D whose filters cannot be removed one by one");
      return;
    }
    WeightedOperator step = filters.get();
    ChannelAxis axis = step.unitAxis();
    float[] weights = step.weights().floats();
    float[] biases = step.biases();
    double[] sums = new double[channels];
    for (int c = 0; c < channels; c++) {
      double sum = axis.sum(weights, c, 0, axis.outer());
      // At the rim of a padded image a filter sees zeros beside the constant.
      boolean constant = axis.isZero(weights, c) || constants[c] == 0;
      boolean everywhere = !Double.isNaN(constants[c]) && !step.isPadded();
      sums[c] = constant ? biases[c] : everywhere ? biases[c] + sum * constants[c] : Double.NaN;
    }
    depthwise.add(step);
    follow(operator.outputs()[0], ElementFunction.applied(fused.get(), sums), 1);
  }

  private void mean(ModelOperator operator, double[] constants) {
    int[] axes = integers(operator.input(1));
    int rank = graph.tensor(operator.input(0)).shape().length;
    boolean image = rank == 4 && axes.length == 2;
    for (int axis : axes) {
      image &= Math.floorMod(axis, rank) == 1 || Math.floorMod(axis, rank) == 2;
    }
    if (image) {
      follow(operator.outputs()[0], constants, 1);
    } else {
      stop("read by MEAN over other extents than height and width");
    }
  }

  private void squeeze(ModelOperator operator, double[] constants, int repeats) {
    int named =
        operator.options().map(options -> options.integers("squeeze_dims").length).orElse(0);
    if (named == 0) {
      // It would take the channels, too, once there is only one.
      stop("read by SQUEEZE of whatever is 1");
      return;
    }
    follow(operator.outputs()[0], constants, repeats);
  }

  private void pad(ModelOperator operator, double[] constants) {
    int[] margins = integers(operator.input(1));
    int last = margins.length - 1;
    if (last < 1 || margins[last] != 0 || margins[last - 1] != 0) {
      stop("read by PAD that adds channels");
      return;
    }
    double[] padded = new double[channels];
    for (int c = 0; c < channels; c++) {
      padded[c] = constants[c] == 0 ? 0 : Double.NaN;
    }
    follow(operator.outputs()[0], padded, 1);
  }

  /** A row of all positions one after the other, the channels of each together. */
  private void flatten(ModelOperator operator, int tensor, double[] constants) {
    int[] from = graph.tensor(tensor).shape();
    int[] to = graph.tensor(operator.outputs()[0]).shape();
    int width = Arrays.stream(from).skip(1).reduce(1, (a, b) -> a * b);
    boolean named = operator.input(1) >= 0;
    boolean ownShape =
        !named
            || (graph.readersOf(operator.input(1)).size() == 1
                && graph.tensor(operator.input(1)).isConstant());
    if (to.length != 2 || to[1] != width || !ownShape) {
      stop("read by RESHAPE into something else than a row");
      return;
    }
    reshapes.add(operator);
    follow(operator.outputs()[0], constants, width / channels);
  }

  /** The values of a constant of 32-bit integers; none for anything else. */
  private int[] integers(int number) {
    if (number < 0
        || graph.tensor(number).type() != DataType.INT32
        || !graph.tensor(number).isConstant()) {
      return new int[0];
    }
    int[] values = new int[graph.tensor(number).data().remaining() / Integer.BYTES];
    graph.tensor(number).data().asIntBuffer().get(values);
    return values;
  }

  private void stop(String reason) {
    if (stop.isEmpty()) {
      stop = Optional.of(reason);
    }
  }
}
