package io.espalier.compressor.tflite;

import java.util.Arrays;
import java.util.Optional;

/** An operator of a graph that is being quantised. */
final class Node {
  /** What it was in the file; empty if it was added. */
  final Optional<ModelOperator> origin;

  /** What it computes, for instance {@code CONV_2D}. */
  final String code;

  /** Tensor numbers; −1 is an input that is left out. */
  final int[] inputs;

  final int[] outputs;

  int version;

  /** How activations are to be quantised on the fly, where it matters. */
  Optional<Boolean> asymmetricInputs = Optional.empty();

  /** One of the file. */
  Node(ModelOperator operator) {
    this.origin = Optional.of(operator);
    this.code = operator.code();
    this.version = operator.version();
    this.inputs = operator.inputs().clone();
    this.outputs = operator.outputs().clone();
  }

  /** A new one. */
  Node(String code, int version, int input, int output) {
    this.origin = Optional.empty();
    this.code = code;
    this.version = version;
    this.inputs = new int[] {input};
    this.outputs = new int[] {output};
  }

  /** The tensor at an input; −1 if it is left out. */
  int input(int number) {
    return number < inputs.length ? inputs[number] : -1;
  }

  /** Reads another tensor wherever it read {@code from}. */
  void rewire(int from, int to) {
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = inputs[i] == from ? to : inputs[i];
    }
  }

  /** Yields another tensor where it yielded {@code from}. */
  void yields(int from, int to) {
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = outputs[i] == from ? to : outputs[i];
    }
  }

  /** How often it reads a tensor. */
  long reads(int tensor) {
    return Arrays.stream(inputs).filter(input -> input == tensor).count();
  }

  /** Raises the version to what its arguments call for. */
  void needs(int wanted) {
    version = Math.max(version, wanted);
  }
}
