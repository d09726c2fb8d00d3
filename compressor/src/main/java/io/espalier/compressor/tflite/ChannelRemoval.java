package io.espalier.compressor.tflite;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/** Removes channels of one operator that make no difference, or none that a bias could not make. */
final class ChannelRemoval {
  private final TfLiteModel model;
  private final ModelGraph graph;
  private final WeightedOperator source;
  private final ChannelFlow flow;
  private final BitSet stay = new BitSet();

  /** Of a source whose channels can be followed. */
  ChannelRemoval(TfLiteModel model, WeightedOperator source, ChannelFlow flow) {
    this.model = model;
    this.graph = model.main();
    this.source = source;
    this.flow = flow;
    for (int c = 0; c < source.units(); c++) {
      int channel = c;
      stay.set(c, !flow.readers().stream().allMatch(reader -> canSpare(reader, channel)));
    }
    if (stay.isEmpty()) {
      // An operator needs a unit, if only to say what its biases say.
      stay.set(0);
    }
  }

  /** How many channels go. */
  int removed() {
    return source.units() - stay.cardinality();
  }

  /** The model without them. */
  TfLiteModel apply() {
    ModelEditor editor = model.edit();
    SubgraphEditor main = editor.main();
    flow.readers().forEach(reader -> narrow(main, reader));
    flow.depthwise().forEach(step -> shorten(main, step));
    shorten(main, source);
    flow.reshapes().forEach(reshape -> rename(main, reshape));
    flow.positions().forEach((tensor, repeats) -> main.setShape(tensor, narrowed(tensor, repeats)));
    return editor.build();
  }

  private boolean canSpare(ChannelFlow.Reader reader, int channel) {
    float[] weights = reader.operator().weights().floats();
    double constant = reader.constants()[channel];
    // At the rim of a padded image a kernel sees zeros beside the constant.
    boolean foldable =
        Double.isFinite(constant) && (constant == 0 || !reader.operator().isPadded());
    return foldable || inputAxis(weights).isZero(weights, channel);
  }

  /** The weights of a reader along the channels: [units · positions][channels]. */
  private ChannelAxis inputAxis(float[] weights) {
    return ChannelAxis.last(source.units(), weights.length);
  }

  private void narrow(SubgraphEditor main, ChannelFlow.Reader reader) {
    WeightedOperator operator = reader.operator();
    float[] weights = operator.weights().floats();
    ChannelAxis axis = inputAxis(weights);
    float[] biases = operator.biases();
    float[] folded = folded(biases, weights, axis, reader.constants());
    if (!Arrays.equals(biases, folded)) {
      setBias(main, operator, folded);
    }
    int[] shape = operator.weights().shape();
    shape[shape.length - 1] = shape[shape.length - 1] / source.units() * stay.cardinality();
    main.setConstant(
        operator.weights().number(), TensorValue.floats(axis.kept(weights, stay), shape));
  }

  private float[] folded(float[] biases, float[] weights, ChannelAxis axis, double[] constants) {
    int each = axis.outer() / biases.length;
    float[] folded = new float[biases.length];
    for (int unit = 0; unit < biases.length; unit++) {
      double bias = biases[unit];
      for (int c = stay.nextClearBit(0); c < axis.channels(); c = stay.nextClearBit(c + 1)) {
        double sum = axis.sum(weights, c, unit * each, (unit + 1) * each);
        // A channel that varies goes only where its weights are zero.
        bias += Double.isNaN(constants[c]) ? 0 : sum * constants[c];
      }
      folded[unit] = (float) bias;
    }
    return folded;
  }

  private static void setBias(SubgraphEditor main, WeightedOperator operator, float[] bias) {
    TensorValue value = TensorValue.floats(bias, bias.length);
    Optional<ModelTensor> old = operator.bias();
    if (old.isPresent()) {
      main.setConstant(old.get().number(), value);
      return;
    }
    int added = main.addConstant(operator.weights().name() + "/bias", value);
    int[] inputs = operator.operator().inputs();
    main.setInputs(operator.operator().number(), inputs[0], inputs[1], added);
  }

  /** Takes units from an operator. */
  private void shorten(SubgraphEditor main, WeightedOperator operator) {
    int units = stay.cardinality();
    int[] shape = operator.weights().shape();
    shape[operator.isDepthwise() ? shape.length - 1 : 0] = units;
    float[] weights = operator.unitAxis().kept(operator.weights().floats(), stay);
    main.setConstant(operator.weights().number(), TensorValue.floats(weights, shape));
    operator
        .bias()
        .ifPresent(
            bias -> {
              float[] kept =
                  ChannelAxis.last(source.units(), source.units()).kept(bias.floats(), stay);
              main.setConstant(bias.number(), TensorValue.floats(kept, units));
            });
  }

  /** Names the new width where a RESHAPE names the old one. */
  private void rename(SubgraphEditor main, ModelOperator reshape) {
    int output = reshape.outputs()[0];
    int old = graph.tensor(output).shape()[1];
    int width = narrowed(output, flow.positions().getOrDefault(output, 1))[1];
    if (reshape.options().isPresent() && reshape.options().get().has("new_shape")) {
      int[] shape = renamed(reshape.options().get().integers("new_shape"), old, width);
      main.changeOptions(reshape.number(), options -> options.withIntegers("new_shape", shape));
    }
    if (reshape.input(1) >= 0) {
      ModelTensor named = graph.tensor(reshape.input(1));
      int[] shape = new int[named.data().remaining() / Integer.BYTES];
      named.data().asIntBuffer().get(shape);
      TensorValue value =
          TensorValue.int32(renamed(shape, old, width), Optional.empty(), named.shape());
      main.setConstant(named.number(), value);
    }
  }

  private static int[] renamed(int[] shape, int old, int width) {
    int last = shape.length - 1;
    if (last >= 0 && shape[last] == old) {
      shape[last] = width;
    }
    return shape;
  }

  private int[] narrowed(int tensor, int repeats) {
    int[] shape = graph.tensor(tensor).shape();
    shape[shape.length - 1] = stay.cardinality() * repeats;
    return shape;
  }
}
