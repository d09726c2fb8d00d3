package io.espalier.compressor.tflite;

import io.espalier.compressor.report.Untouched;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.Tensor;
import org.tensorflow.lite.schema.TensorType;

/** Tells which operators with weights are left alone when links are pruned, and why. */
final class LeftAlone {
  private static final Set<Integer> WITH_LINKS =
      Set.of(
          BuiltinOperator.FULLY_CONNECTED,
          BuiltinOperator.CONV_2D,
          BuiltinOperator.DEPTHWISE_CONV_2D);

  private final Model model;

  private LeftAlone(Model model) {
    this.model = model;
  }

  /** Of the operators of all subgraphs, those that have weights and are no site. */
  static List<Untouched> of(Model model, List<LinkSite> sites) {
    Set<Integer> pruned = sites.stream().map(LinkSite::operator).collect(Collectors.toSet());
    LeftAlone survey = new LeftAlone(model);
    List<Untouched> found = new ArrayList<>();
    for (int g = 0; g < model.subgraphsLength(); g++) {
      SubGraph graph = model.subgraphs(g);
      for (int i = 0; i < graph.operatorsLength(); i++) {
        if (g > 0 || !pruned.contains(i)) {
          survey.reason(graph, graph.operators(i), g > 0).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private Optional<Untouched> reason(SubGraph graph, Operator operator, boolean elsewhere) {
    int code = InventoryReader.code(model, operator);
    if (!WITH_LINKS.contains(code)) {
      return learnt(graph, operator)
          .map(
              weights ->
                  new Untouched(
                      name(weights),
                      "links of %s are not pruned"
                          .formatted(InventoryReader.kind(model, operator))));
    }
    if (operator.inputsLength() < 2 || operator.inputs(1) < 0) {
      return Optional.empty();
    }
    Tensor weights = graph.tensors(operator.inputs(1));
    return Optional.of(new Untouched(name(weights), reason(weights, elsewhere)));
  }

  private String reason(Tensor weights, boolean elsewhere) {
    if (!isConstant(weights)) {
      return "its weights are computed by the model";
    }
    if (weights.type() != TensorType.FLOAT32) {
      return "its weights are " + InventoryReader.type(weights.type()) + ", not single floats";
    }
    if (weights.sparsity() != null) {
      return "its weights are stored as a sparse tensor";
    }
    return elsewhere
        ? "it is not in the main subgraph"
        : "its weights are read by other operators too, or its biases are computed";
  }

  /** The first constant matrix of single floats that an operator reads. */
  private Optional<Tensor> learnt(SubGraph graph, Operator operator) {
    for (int j = 0; j < operator.inputsLength(); j++) {
      if (operator.inputs(j) >= 0) {
        Tensor tensor = graph.tensors(operator.inputs(j));
        if (tensor.type() == TensorType.FLOAT32 && tensor.shapeLength() > 1 && isConstant(tensor)) {
          return Optional.of(tensor);
        }
      }
    }
    return Optional.empty();
  }

  private boolean isConstant(Tensor tensor) {
    return model.buffers((int) tensor.buffer()).dataLength() > 0;
  }

  private static String name(Tensor tensor) {
    return InventoryReader.text(tensor.name());
  }
}
