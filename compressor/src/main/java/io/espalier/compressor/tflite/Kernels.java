package io.espalier.compressor.tflite;

/** What computes a model's operators. */
public enum Kernels {
  /** XNNPACK, and TensorFlow Lite's own kernels for the operators that it does not take. */
  XNNPACK,
  /** TensorFlow Lite's own kernels only. */
  BUILT_IN
}
