package io.espalier.compressor.tflite;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.FullyConnectedOptions;
import org.tensorflow.lite.schema.FullyConnectedOptionsWeightsFormat;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.OperatorCode;
import org.tensorflow.lite.schema.SubGraph;

/** Follows a file's operators from input to output and turns them into layers. For one use. */
final class MlpDecoder {
  private static final int ABSENT = -1;

  private final Model model;
  private final SubGraph graph;
  private final FloatConstants constants;
  private final List<DenseLayer> layers = new ArrayList<>();

  /** The tensor that the layers so far end in. */
  private int end;

  /** The tensors that each layer so far ends in. */
  private final Set<Integer> ends = new HashSet<>();

  MlpDecoder(Model model) {
    if (model.subgraphsLength() != 1) {
      throw new TfLiteException("model: expected one subgraph, found " + model.subgraphsLength());
    }
    this.model = model;
    this.graph = model.subgraphs(0);
    this.constants = new FloatConstants(model, graph);
    if (graph.inputsLength() != 1 || graph.outputsLength() < 1) {
      throw new TfLiteException(
          "model: expected one input and an output, found %d and %d"
              .formatted(graph.inputsLength(), graph.outputsLength()));
    }
    this.end = graph.inputs(0);
  }

  Mlp decode() {
    for (int i = 0; i < graph.operatorsLength(); i++) {
      Operator operator = graph.operators(i);
      int code = code(operator, i);
      String where = "operator %d (%s)".formatted(i, operatorName(code));
      if (code != BuiltinOperator.FULLY_CONNECTED && code != BuiltinOperator.LOGISTIC) {
        throw new TfLiteException(where + ": expected FULLY_CONNECTED or LOGISTIC");
      }
      if (operator.inputsLength() < 1 || operator.outputsLength() != 1) {
        throw new TfLiteException(where + ": expected an input and one output");
      }
      if (operator.inputs(0) != end) {
        throw new TfLiteException(where + ": does not take what the operator before it yields");
      }
      if (code == BuiltinOperator.FULLY_CONNECTED) {
        layers.add(fullyConnected(operator, where));
      } else {
        addSigmoid(where);
      }
      end = operator.outputs(0);
      ends.add(end);
    }
    if (layers.isEmpty() || end != graph.outputs(0)) {
      throw new TfLiteException("model: its operators do not lead from the input to the output");
    }
    for (int i = 1; i < graph.outputsLength(); i++) {
      if (!ends.contains(graph.outputs(i))) {
        throw new TfLiteException("model: output %d is not what a layer yields".formatted(i));
      }
    }
    return new Mlp(layers);
  }

  private DenseLayer fullyConnected(Operator operator, String where) {
    if (operator.inputsLength() < 2) {
      throw new TfLiteException(where + ": expected weights, found none");
    }
    Activation activation = fusedActivation(operator, where);
    int weights = operator.inputs(1);
    int[] shape = constants.shape(weights);
    if (shape.length != 2) {
      throw new TfLiteException(
          "%s: expected weights of two dimensions, found %d".formatted(where, shape.length));
    }
    int m = shape[0];
    int n = shape[1];
    int before = layers.isEmpty() ? n : layers.get(layers.size() - 1).outputs();
    if (n != before) {
      throw new TfLiteException(
          "%s: expected weights of %d columns, found %d".formatted(where, before, n));
    }
    float[] values = constants.values(weights);
    int bias = operator.inputsLength() > 2 ? operator.inputs(2) : ABSENT;
    float[] biases = bias == ABSENT ? new float[m] : constants.values(bias);
    if (biases.length != m) {
      throw new TfLiteException(
          "%s: expected %d biases, found %d".formatted(where, m, biases.length));
    }
    return new DenseLayer(layerName(weights), n, m, Transpose.of(values, m, n), biases, activation);
  }

  private static Activation fusedActivation(Operator operator, String where) {
    FullyConnectedOptions options = new FullyConnectedOptions();
    if (operator.builtinOptionsType() != BuiltinOptions.FullyConnectedOptions
        || operator.builtinOptions(options) == null) {
      throw new TfLiteException(where + ": its options are missing");
    }
    if (options.weightsFormat() != FullyConnectedOptionsWeightsFormat.DEFAULT) {
      throw new TfLiteException(where + ": shuffled weights are not supported");
    }
    return switch (options.fusedActivationFunction()) {
      case ActivationFunctionType.NONE -> Activation.LINEAR;
      case ActivationFunctionType.RELU -> Activation.RELU;
      default ->
          throw new TfLiteException(
              "%s: expected a fused RELU or none, found code %d"
                  .formatted(where, options.fusedActivationFunction()));
    };
  }

  private void addSigmoid(String where) {
    int last = layers.size() - 1;
    if (last < 0 || layers.get(last).activation() != Activation.LINEAR) {
      throw new TfLiteException(where + ": expected after a FULLY_CONNECTED without activation");
    }
    DenseLayer sums = layers.get(last);
    layers.set(
        last,
        new DenseLayer(
            sums.name(),
            sums.inputs(),
            sums.outputs(),
            sums.weights(),
            sums.bias(),
            Activation.SIGMOID));
  }

  private String layerName(int weights) {
    String tensor = constants.name(weights);
    String name =
        tensor.endsWith(TfLiteWriter.WEIGHTS_SUFFIX)
            ? tensor.substring(0, tensor.length() - TfLiteWriter.WEIGHTS_SUFFIX.length())
            : tensor;
    boolean taken = name.isEmpty() || layers.stream().anyMatch(layer -> layer.name().equals(name));
    return taken ? name + "#" + layers.size() : name;
  }

  private int code(Operator operator, int number) {
    long index = operator.opcodeIndex();
    if (index >= model.operatorCodesLength()) {
      throw new TfLiteException(
          "operator %d: expected one of %d operator codes, found %d"
              .formatted(number, model.operatorCodesLength(), index));
    }
    OperatorCode code = model.operatorCodes((int) index);
    // Old writers fill only the deprecated byte, new ones put a placeholder there.
    return Math.max(code.builtinCode(), code.deprecatedBuiltinCode());
  }

  private static String operatorName(int code) {
    boolean known = code >= 0 && code < BuiltinOperator.names.length;
    return known ? BuiltinOperator.name(code) : "code " + code;
  }
}
