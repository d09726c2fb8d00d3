package io.espalier.compressor.tflite;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tensorflow.lite.schema.OperatorT;

/** An operator of a graph that is being changed. */
final class Node {
  final int builtin;

  /** Tensor numbers; −1 is an input that is left out. */
  final int[] inputs;

  final int[] outputs;

  int version;
  @Nullable Boolean asymmetricInputs;
  final @Nullable OperatorT origin;

  Node(int builtin, int version, int[] inputs, int[] outputs, @Nullable OperatorT origin) {
    this.builtin = builtin;
    this.version = version;
    this.inputs = inputs;
    this.outputs = outputs;
    this.origin = origin;
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
