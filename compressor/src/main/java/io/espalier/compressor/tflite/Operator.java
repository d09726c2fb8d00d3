package io.espalier.compressor.tflite;

import java.util.List;

/** One step of a graph: what it computes, from what, into what. */
record Operator(OperatorVersion version, Clamp clamp, List<Tensor> inputs, Tensor output) {
  Operator {
    inputs = List.copyOf(inputs);
  }
}
