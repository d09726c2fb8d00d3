package io.espalier.compressor.tflite;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LinkLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.Conv2DOptions;
import org.tensorflow.lite.schema.DepthwiseConv2DOptions;
import org.tensorflow.lite.schema.FullyConnectedOptions;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.OperatorCode;
import org.tensorflow.lite.schema.Padding;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.Tensor;
import org.tensorflow.lite.schema.TensorType;

/**
 * Finds the layers of a file whose links can be pruned: those with constant weights of single
 * floats that no other operator reads. For one use.
 */
final class LinkSites {
  private static final int ABSENT = -1;

  private final Model model;
  private final SubGraph graph;
  private final FloatConstants constants;
  private final Map<Integer, Integer> readers = new HashMap<>();
  private final Set<String> names = new HashSet<>();

  private LinkSites(Model model) {
    this.model = model;
    this.graph = model.subgraphs(0);
    this.constants = new FloatConstants(model, graph);
    for (int i = 0; i < graph.operatorsLength(); i++) {
      Operator operator = graph.operators(i);
      for (int j = 0; j < operator.inputsLength(); j++) {
        readers.merge(operator.inputs(j), 1, Integer::sum);
      }
    }
  }

  static List<LinkSite> of(Model model) {
    LinkSites sites = new LinkSites(model);
    List<LinkSite> found = new ArrayList<>();
    for (int i = 0; i < sites.graph.operatorsLength(); i++) {
      sites.site(i).ifPresent(found::add);
    }
    return found;
  }

  private Optional<LinkSite> site(int number) {
    Operator operator = graph.operators(number);
    int code = code(operator);
    boolean prunable =
        (code == BuiltinOperator.FULLY_CONNECTED
                || code == BuiltinOperator.CONV_2D
                || code == BuiltinOperator.DEPTHWISE_CONV_2D)
            && operator.inputsLength() >= 2
            && isConstant(operator.inputs(1))
            && (bias(operator) == ABSENT || isConstant(bias(operator)))
            && readers.getOrDefault(operator.inputs(1), 0) == 1;
    if (!prunable) {
      return Optional.empty();
    }
    return Optional.of(
        switch (code) {
          case BuiltinOperator.CONV_2D -> convolution(number, operator);
          case BuiltinOperator.DEPTHWISE_CONV_2D -> depthwise(number, operator);
          default -> fullyConnected(number, operator);
        });
  }

  private LinkSite fullyConnected(int number, Operator operator) {
    FullyConnectedOptions options = new FullyConnectedOptions();
    operator.builtinOptions(options);
    int[] shape = constants.shape(operator.inputs(1));
    LinkLayer layer =
        grouped(
            "FULLY_CONNECTED",
            operator,
            1,
            shape[0],
            activation(operator, options.fusedActivationFunction()));
    return site(number, operator, layer, Optional.empty());
  }

  private LinkSite convolution(int number, Operator operator) {
    Conv2DOptions options = new Conv2DOptions();
    operator.builtinOptions(options);
    int[] shape = constants.shape(operator.inputs(1));
    int channels = constants.shape(operator.inputs(0))[3];
    LinkLayer layer =
        grouped(
            "CONV_2D",
            operator,
            channels / shape[3],
            shape[0],
            activation(operator, options.fusedActivationFunction()));
    KernelWindow window =
        new KernelWindow(
            shape[1],
            shape[2],
            options.strideH(),
            options.strideW(),
            options.dilationHFactor(),
            options.dilationWFactor(),
            options.padding() == Padding.SAME);
    return site(number, operator, layer, Optional.of(window));
  }

  private LinkSite depthwise(int number, Operator operator) {
    DepthwiseConv2DOptions options = new DepthwiseConv2DOptions();
    operator.builtinOptions(options);
    int[] shape = constants.shape(operator.inputs(1));
    int channels = constants.shape(operator.inputs(0))[3];
    KernelWindow window =
        new KernelWindow(
            shape[1],
            shape[2],
            options.strideH(),
            options.strideW(),
            options.dilationHFactor(),
            options.dilationWFactor(),
            options.padding() == Padding.SAME);
    float[] weights = constants.values(operator.inputs(1));
    float[] biases = biases(operator, shape[3]);
    Activation activation = activation(operator, options.fusedActivationFunction());
    String name = name(operator, number);
    int n = shape[1] * shape[2];
    int m = shape[3] / channels;
    List<DenseLayer> groups =
        IntStream.range(0, channels)
            .mapToObj(
                c -> {
                  float[] w = new float[n * m];
                  for (int k = 0; k < n; k++) {
                    System.arraycopy(weights, k * shape[3] + c * m, w, k * m, m);
                  }
                  float[] b = Arrays.copyOfRange(biases, c * m, (c + 1) * m);
                  return new DenseLayer(name + "#" + c, n, m, w, b, activation);
                })
            .toList();
    return site(
        number, operator, new LinkLayer(name, "DEPTHWISE_CONV_2D", groups), Optional.of(window));
  }

  private LinkLayer grouped(
      String operatorName, Operator operator, int groups, int units, Activation activation) {
    float[] weights = constants.values(operator.inputs(1));
    float[] biases = biases(operator, units);
    String name = name(operator, 0);
    int m = units / groups;
    int n = weights.length / units;
    List<DenseLayer> layers =
        IntStream.range(0, groups)
            .mapToObj(
                g -> {
                  float[] rows = Arrays.copyOfRange(weights, g * m * n, (g + 1) * m * n);
                  float[] b = Arrays.copyOfRange(biases, g * m, (g + 1) * m);
                  String own = groups == 1 ? name : name + "#" + g;
                  return new DenseLayer(own, n, m, Transpose.of(rows, m, n), b, activation);
                })
            .toList();
    return new LinkLayer(name, operatorName, layers);
  }

  private static LinkSite site(
      int number, Operator operator, LinkLayer layer, Optional<KernelWindow> window) {
    return new LinkSite(
        layer, number, operator.inputs(0), operator.inputs(1), bias(operator), window);
  }

  private Activation activation(Operator operator, byte fused) {
    return switch (fused) {
      case ActivationFunctionType.RELU -> Activation.RELU;
      case ActivationFunctionType.RELU6 -> Activation.RELU6;
      case ActivationFunctionType.RELU_N1_TO_1 -> Activation.HARD_TANH;
      case ActivationFunctionType.TANH -> Activation.TANH;
      default -> following(operator.outputs(0));
    };
  }

  /** What the only reader of the sums makes of them. */
  private Activation following(int sums) {
    if (readers.getOrDefault(sums, 0) != 1) {
      return Activation.LINEAR;
    }
    for (int i = 0; i < graph.operatorsLength(); i++) {
      Operator reader = graph.operators(i);
      if (reader.inputsLength() == 1 && reader.inputs(0) == sums) {
        return switch (code(reader)) {
          case BuiltinOperator.LOGISTIC -> Activation.SIGMOID;
          case BuiltinOperator.TANH -> Activation.TANH;
          case BuiltinOperator.RELU -> Activation.RELU;
          case BuiltinOperator.RELU6 -> Activation.RELU6;
          default -> Activation.LINEAR;
        };
      }
    }
    return Activation.LINEAR;
  }

  private float[] biases(Operator operator, int units) {
    int bias = bias(operator);
    return bias == ABSENT ? new float[units] : constants.values(bias);
  }

  private static int bias(Operator operator) {
    return operator.inputsLength() > 2 ? operator.inputs(2) : ABSENT;
  }

  private String name(Operator operator, int number) {
    String tensor = constants.name(operator.inputs(1));
    return names.add(tensor) ? tensor : tensor + "#" + number;
  }

  private boolean isConstant(int number) {
    if (number < 0) {
      return false;
    }
    Tensor tensor = graph.tensors(number);
    return tensor.type() == TensorType.FLOAT32
        && tensor.sparsity() == null
        && model.buffers((int) tensor.buffer()).dataLength() > 0;
  }

  private int code(Operator operator) {
    OperatorCode code = model.operatorCodes((int) operator.opcodeIndex());
    return Math.max(code.builtinCode(), code.deprecatedBuiltinCode());
  }
}
