package io.espalier.compressor.tflite;

import io.espalier.compressor.report.Untouched;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tells which operators with weights are left alone when links are pruned, and why. */
final class LeftAlone {
  private LeftAlone() {}

  /** Of the operators of all subgraphs, those that have weights and are no site. */
  static List<Untouched> of(TfLiteModel model, List<LinkSite> sites) {
    Set<Integer> pruned = sites.stream().map(LinkSite::operator).collect(Collectors.toSet());
    List<Untouched> found = new ArrayList<>();
    for (ModelGraph graph : model.graphs()) {
      for (ModelOperator operator : graph.operators()) {
        if (graph.number() > 0 || !pruned.contains(operator.number())) {
          reason(graph, operator).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private static Optional<Untouched> reason(ModelGraph graph, ModelOperator operator) {
    if (!LinkSites.WITH_LINKS.contains(operator.code())) {
      String reason = "links of %s are not pruned".formatted(InventoryReader.kind(operator));
      return learnt(graph, operator).map(weights -> new Untouched(weights.name(), reason));
    }
    if (operator.input(1) < 0) {
      return Optional.empty();
    }
    ModelTensor weights = graph.tensor(operator.input(1));
    return Optional.of(new Untouched(weights.name(), reason(weights, graph)));
  }

  private static String reason(ModelTensor weights, ModelGraph graph) {
    if (!weights.isConstant()) {
      return "its weights are computed by the model";
    }
    if (weights.type() != DataType.FLOAT32) {
      return "its weights are " + weights.type() + ", not single floats";
    }
    if (weights.isSparse()) {
      return "its weights are stored as a sparse tensor";
    }
    if (graph.number() > 0) {
      return "it is not in the main subgraph";
    }
    return graph.readersOf(weights.number()).size() > 1
        ? "its weights are read by other operators too"
        : "its biases are computed by the model";
  }

  /** The first constant of single floats in two dimensions or more that an operator reads. */
  private static Optional<ModelTensor> learnt(ModelGraph graph, ModelOperator operator) {
    return IntStream.of(operator.inputs())
        .filter(number -> number >= 0)
        .mapToObj(graph::tensor)
        .filter(tensor -> tensor.type() == DataType.FLOAT32 && tensor.isConstant())
        .filter(tensor -> tensor.shape().length > 1)
        .findFirst();
  }
}
