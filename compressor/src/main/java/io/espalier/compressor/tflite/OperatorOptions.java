package io.espalier.compressor.tflite;

import com.google.flatbuffers.FlatBufferBuilder;
import org.tensorflow.lite.schema.ArgMaxOptions;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.DequantizeOptions;
import org.tensorflow.lite.schema.DivOptions;
import org.tensorflow.lite.schema.ExpOptions;
import org.tensorflow.lite.schema.FullyConnectedOptions;
import org.tensorflow.lite.schema.FullyConnectedOptionsWeightsFormat;
import org.tensorflow.lite.schema.MulOptions;
import org.tensorflow.lite.schema.SubOptions;
import org.tensorflow.lite.schema.TensorType;

/** The table of options that each operator carries beside its inputs and outputs. */
final class OperatorOptions {
  private OperatorOptions() {}

  static byte type(OperatorVersion version) {
    return switch (version) {
      case FULLY_CONNECTED, FULLY_CONNECTED_CHANNELWISE_INT8 ->
          BuiltinOptions.FullyConnectedOptions;
      case MUL -> BuiltinOptions.MulOptions;
      case SUB -> BuiltinOptions.SubOptions;
      case DIV -> BuiltinOptions.DivOptions;
      case EXP -> BuiltinOptions.ExpOptions;
      case ARG_MAX -> BuiltinOptions.ArgMaxOptions;
      case DEQUANTIZE_HALVES -> BuiltinOptions.DequantizeOptions;
      case LOGISTIC, TANH -> BuiltinOptions.NONE;
    };
  }

  static int encode(FlatBufferBuilder builder, Operator operator) {
    return switch (operator.version()) {
      case FULLY_CONNECTED -> fullyConnected(builder, operator.clamp(), false);
      case FULLY_CONNECTED_CHANNELWISE_INT8 -> fullyConnected(builder, operator.clamp(), true);
      case MUL -> MulOptions.createMulOptions(builder, operator.clamp().code);
      case SUB -> SubOptions.createSubOptions(builder, operator.clamp().code, true);
      case DIV -> DivOptions.createDivOptions(builder, operator.clamp().code);
      case ARG_MAX -> ArgMaxOptions.createArgMaxOptions(builder, TensorType.INT32);
      case EXP -> {
        ExpOptions.startExpOptions(builder);
        yield ExpOptions.endExpOptions(builder);
      }
      case DEQUANTIZE_HALVES -> {
        DequantizeOptions.startDequantizeOptions(builder);
        yield DequantizeOptions.endDequantizeOptions(builder);
      }
      case LOGISTIC, TANH -> 0;
    };
  }

  private static int fullyConnected(
      FlatBufferBuilder builder, Clamp clamp, boolean asymmetricInputs) {
    return FullyConnectedOptions.createFullyConnectedOptions(
        builder, clamp.code, FullyConnectedOptionsWeightsFormat.DEFAULT, false, asymmetricInputs);
  }
}
