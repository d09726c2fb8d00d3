package io.espalier.compressor.tflite;

import io.espalier.compressor.flat.Table;
import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.LinkLayer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.Padding;

/**
 * Finds the layers of a file whose links can be pruned: those of the main graph with constant
 * weights of single floats that no other operator reads. For one use.
 */
final class LinkSites {
  private static final String FULLY_CONNECTED = "FULLY_CONNECTED";
  private static final String CONVOLUTION = "CONV_2D";
  private static final String DEPTHWISE = "DEPTHWISE_CONV_2D";

  /** What the arguments of operators with links are called. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          FULLY_CONNECTED, "FullyConnectedOptions",
          CONVOLUTION, "Conv2DOptions",
          DEPTHWISE, "DepthwiseConv2DOptions");

  /** The operators whose weights are links. */
  static final Set<String> WITH_LINKS = OPTIONS.keySet();

  private static final int ABSENT = -1;

  private final ModelGraph graph;
  private final Set<String> names = new HashSet<>();

  private LinkSites(ModelGraph graph) {
    this.graph = graph;
  }

  /**
   * The layers in the order in which the model computes them.
   *
   * @throws TfLiteException if the shapes of one do not fit together, or a weight is not finite
   */
  static List<LinkSite> of(TfLiteModel model) {
    LinkSites sites = new LinkSites(model.main());
    List<LinkSite> found = new ArrayList<>();
    for (ModelOperator operator : model.main().operators()) {
      if (sites.isPrunable(operator)) {
        found.add(sites.site(operator));
      }
    }
    return found;
  }

  private boolean isPrunable(ModelOperator operator) {
    int weights = operator.input(1);
    int bias = operator.input(2);
    return OPTIONS.containsKey(operator.code())
        && operator.outputs().length > 0
        && isConstant(weights)
        && (bias == ABSENT || isConstant(bias))
        && graph.readersOf(weights).size() == 1
        && !graph.isOutput(weights);
  }

  private boolean isConstant(int tensor) {
    return tensor != ABSENT
        && graph.tensor(tensor).isConstant()
        && graph.tensor(tensor).type() == DataType.FLOAT32
        && !graph.tensor(tensor).isSparse();
  }

  private LinkSite site(ModelOperator operator) {
    ModelTensor tensor = graph.tensor(operator.input(1));
    int[] shape = tensor.shape();
    boolean connected = operator.code().equals(FULLY_CONNECTED);
    if (shape.length != (connected ? 2 : 4) || tensor.elements() == 0) {
      throw new TfLiteException(
          "%s: expected weights of %d dimensions, found %s"
              .formatted(tensor, connected ? 2 : 4, NativeTensor.text(shape)));
    }
    Optional<KernelWindow> window = connected ? Optional.empty() : Optional.of(window(operator));
    WeightLayout layout = layout(operator, tensor);
    int bias = operator.input(2);
    float[] biases = bias == ABSENT ? new float[layout.units()] : finite(graph.tensor(bias));
    if (biases.length != layout.units()) {
      throw new TfLiteException(
          "%s: expected %d biases, found %d"
              .formatted(graph.tensor(bias), layout.units(), biases.length));
    }
    LinkLayer layer =
        layout.unpack(name(tensor), operator.code(), finite(tensor), biases, activation(operator));
    return new LinkSite(
        layer, layout, operator.number(), operator.input(0), tensor.number(), bias, window);
  }

  private WeightLayout layout(ModelOperator operator, ModelTensor weights) {
    int[] shape = weights.shape();
    return switch (operator.code()) {
      case CONVOLUTION ->
          WeightLayout.byUnit(
              weights.toString(),
              channels(operator, shape[3]) / shape[3],
              shape[0],
              shape[1] * shape[2] * shape[3]);
      case DEPTHWISE -> {
        int multiplier = (int) options(operator).integer("depth_multiplier");
        int channels = channels(operator, shape[3] / Math.max(1, multiplier));
        yield WeightLayout.byPosition(weights.toString(), channels, shape[3], shape[1] * shape[2]);
      }
      default -> WeightLayout.byUnit(weights.toString(), 1, shape[0], shape[1]);
    };
  }

  /** How many channels flow in, by the shape of what flows in if the file knows it. */
  private int channels(ModelOperator operator, int otherwise) {
    int[] shape =
        operator.input(0) == ABSENT ? new int[0] : graph.tensor(operator.input(0)).shape();
    return shape.length == 4 ? shape[3] : otherwise;
  }

  private KernelWindow window(ModelOperator operator) {
    Table options = options(operator);
    int[] shape = graph.tensor(operator.input(1)).shape();
    return new KernelWindow(
        shape[1],
        shape[2],
        (int) options.integer("stride_h"),
        (int) options.integer("stride_w"),
        (int) options.integer("dilation_h_factor"),
        (int) options.integer("dilation_w_factor"),
        options.integer("padding") == Padding.SAME);
  }

  private Activation activation(ModelOperator operator) {
    return switch ((int) options(operator).integer("fused_activation_function")) {
      case ActivationFunctionType.RELU -> Activation.RELU;
      case ActivationFunctionType.RELU6 -> Activation.RELU6;
      case ActivationFunctionType.RELU_N1_TO_1 -> Activation.HARD_TANH;
      case ActivationFunctionType.TANH -> Activation.TANH;
      default -> following(operator.outputs()[0]);
    };
  }

  /** What the only reader of the sums makes of them. */
  private Activation following(int sums) {
    List<ModelOperator> readers = graph.readersOf(sums);
    if (readers.size() != 1 || graph.isOutput(sums)) {
      return Activation.LINEAR;
    }
    return switch (readers.get(0).code()) {
      case "LOGISTIC" -> Activation.SIGMOID;
      case "TANH" -> Activation.TANH;
      case "RELU" -> Activation.RELU;
      case "RELU6" -> Activation.RELU6;
      case "RELU_N1_TO_1" -> Activation.HARD_TANH;
      default -> Activation.LINEAR;
    };
  }

  private static Table options(ModelOperator operator) {
    String expected = OPTIONS.getOrDefault(operator.code(), "");
    return operator
        .options()
        .filter(options -> options.typeName().equals(expected))
        .orElseThrow(
            () ->
                new TfLiteException(
                    "%s: expected %s, found %s"
                        .formatted(
                            operator,
                            expected,
                            operator.options().map(Table::typeName).orElse("none"))));
  }

  private static float[] finite(ModelTensor tensor) {
    float[] values = tensor.floats();
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new TfLiteException("%s: expected finite values, found %s".formatted(tensor, value));
      }
    }
    return values;
  }

  private String name(ModelTensor weights) {
    boolean unique = !weights.name().isEmpty() && names.add(weights.name());
    return unique ? weights.name() : weights.name() + "#" + weights.number();
  }
}
