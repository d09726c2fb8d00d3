package io.espalier.compressor.tflite;

import org.tensorflow.lite.schema.BuiltinOperator;

/**
 * The operators that are written, each with the version that its arguments call for and the first
 * TensorFlow Lite that runs it. Declared from the oldest runtime to the newest, so that the largest
 * constant says what a graph needs.
 */
enum OperatorVersion {
  FULLY_CONNECTED(BuiltinOperator.FULLY_CONNECTED, 1, "1.5.0"),
  MUL(BuiltinOperator.MUL, 1, "1.5.0"),
  DIV(BuiltinOperator.DIV, 1, "1.6.0"),
  SUB(BuiltinOperator.SUB, 1, "1.6.0"),
  EXP(BuiltinOperator.EXP, 1, "1.7.0"),
  ARG_MAX(BuiltinOperator.ARG_MAX, 1, "1.9.0"),
  TANH(BuiltinOperator.TANH, 1, "1.14.0"),
  LOGISTIC(BuiltinOperator.LOGISTIC, 1, "1.14.0"),
  DEQUANTIZE_HALVES(BuiltinOperator.DEQUANTIZE, 3, "1.15.0"),
  FULLY_CONNECTED_CHANNELWISE_INT8(BuiltinOperator.FULLY_CONNECTED, 12, "2.17.0");

  final int builtin;
  final int version;
  final String since;

  OperatorVersion(int builtin, int version, String since) {
    this.builtin = builtin;
    this.version = version;
    this.since = since;
  }
}
