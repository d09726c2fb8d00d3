package io.espalier.compressor.tflite;

import org.tensorflow.lite.schema.ActivationFunctionType;

/** What a fully connected operator does to its sums before it hands them on. */
public enum Clamp {
  /** Nothing. */
  NONE(ActivationFunctionType.NONE),
  /** Raises what is below 0 to 0. */
  BELOW_ZERO(ActivationFunctionType.RELU),
  /** Moves what is outside 0…6 to the nearer end. */
  TO_SIX(ActivationFunctionType.RELU6),
  /** Moves what is outside −1…1 to the nearer end. */
  TO_UNIT(ActivationFunctionType.RELU_N1_TO_1);

  final byte code;

  Clamp(byte code) {
    this.code = code;
  }
}
