package io.espalier.compressor.tflite;

import io.espalier.compressor.flat.Table;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Cuts one operator out of a model. */
final class OperatorAlone {
  private static final List<String> RUN_OTHER_GRAPHS =
      List.of("IF", "WHILE", "CALL", "CALL_ONCE", "STABLEHLO_COMPOSITE");

  private OperatorAlone() {}

  static TfLiteModel of(TfLiteModel model, int number) {
    ModelGraph graph = model.main();
    ModelOperator wanted = graph.operators().get(number);
    if (RUN_OTHER_GRAPHS.contains(wanted.code())) {
      throw new TfLiteException(wanted + ": runs other subgraphs, so it cannot stand alone");
    }
    BitSet kept = new BitSet();
    kept.set(number);
    List<Integer> inputs = new ArrayList<>();
    for (int tensor : wanted.inputs()) {
      if (tensor >= 0
          && !inputs.contains(tensor)
          && !graph.tensor(tensor).isVariable()
          && !isConstant(graph, tensor, kept)) {
        inputs.add(tensor);
      }
    }
    ModelEditor editor = new ModelEditor(withoutTheRest(model));
    SubgraphEditor main = editor.main();
    main.setInputs(inputs.stream().mapToInt(Integer::intValue).toArray());
    main.setOutputs(wanted.outputs());
    BitSet used = new BitSet();
    for (ModelOperator operator : graph.operators()) {
      if (kept.get(operator.number())) {
        use(operator, used);
      } else {
        main.removeOperator(operator.number());
      }
    }
    for (int tensor = 0; tensor < graph.tensors().size(); tensor++) {
      if (!used.get(tensor)) {
        main.removeTensor(tensor);
      }
    }
    return editor.build();
  }

  /** Whether a tensor is a constant, or is made of such by operators that come along then. */
  private static boolean isConstant(ModelGraph graph, int tensor, BitSet kept) {
    if (graph.tensor(tensor).isConstant()) {
      return true;
    }
    ModelOperator producer = graph.producerOf(tensor).orElse(null);
    if (producer == null || producer.inputs().length == 0) {
      return false;
    }
    // One step is what converters need: constants of half floats, or sparse ones.
    for (int input : producer.inputs()) {
      if (input >= 0 && !graph.tensor(input).isConstant()) {
        return false;
      }
    }
    kept.set(producer.number());
    return true;
  }

  private static void use(ModelOperator operator, BitSet used) {
    for (String field : List.of("inputs", "outputs", "intermediates")) {
      for (int tensor : operator.table().integers(field)) {
        if (tensor >= 0) {
          used.set(tensor);
        }
      }
    }
  }

  /** Signatures and metadata are about the whole, and other graphs are not run. */
  private static TfLiteModel withoutTheRest(TfLiteModel model) {
    Table alone =
        model
            .root()
            .withTables("subgraphs", model.root().tables("subgraphs").subList(0, 1))
            .without("signature_defs")
            .without("metadata")
            .without("metadata_buffer");
    return new TfLiteModel(new Leftovers(model.root(), alone).dropped(), model.source());
  }
}
