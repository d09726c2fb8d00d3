package io.espalier.compressor.tflite;

import java.util.BitSet;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.SubGraph;

/** Finds operators that no output of their graph depends on. */
final class DeadOperators {
  private DeadOperators() {}

  /** Whether any subgraph has one: XNNPACK ends the process when it meets a chain of such. */
  static boolean anyIn(Model model) {
    for (int i = 0; i < model.subgraphsLength(); i++) {
      if (anyIn(model.subgraphs(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyIn(SubGraph graph) {
    BitSet read = new BitSet();
    for (int i = 0; i < graph.outputsLength(); i++) {
      read.set(graph.outputs(i));
    }
    // Operators stand in the order in which they run, so readers come after what they read.
    for (int i = graph.operatorsLength() - 1; i >= 0; i--) {
      Operator operator = graph.operators(i);
      if (!yieldsAny(operator, read)) {
        return true;
      }
      for (int j = 0; j < operator.inputsLength(); j++) {
        if (operator.inputs(j) >= 0) {
          read.set(operator.inputs(j));
        }
      }
    }
    return false;
  }

  private static boolean yieldsAny(Operator operator, BitSet read) {
    for (int j = 0; j < operator.outputsLength(); j++) {
      if (operator.outputs(j) >= 0 && read.get(operator.outputs(j))) {
        return true;
      }
    }
    // What yields nothing, like an assignment to a variable, is there for what it does.
    return operator.outputsLength() == 0;
  }
}
