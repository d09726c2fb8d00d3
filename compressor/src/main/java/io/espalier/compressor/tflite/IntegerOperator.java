package io.espalier.compressor.tflite;

import io.espalier.compressor.quantise.Affine;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The operators that can compute in 8-bit integers, by their codes, and what they ask of scales.
 */
enum IntegerOperator {
  FULLY_CONNECTED(4, Scales.WEIGHTS, 0),
  CONV_2D(3, Scales.WEIGHTS, 0),
  DEPTHWISE_CONV_2D(3, Scales.WEIGHTS, 3),
  ADD(2, Scales.ANY),
  SUB(2, Scales.ANY),
  MUL(2, Scales.ANY),
  RELU(2, Scales.ANY),
  RELU6(2, Scales.ANY),
  HARD_SWISH(1, Scales.ANY),
  MEAN(2, Scales.ANY),
  LOGISTIC(2, Scales.FIXED),
  SOFTMAX(2, Scales.FIXED),
  TANH(2, Scales.FIXED),
  MAX_POOL_2D(2, Scales.SAME),
  AVERAGE_POOL_2D(2, Scales.SAME),
  RESHAPE(1, Scales.SAME),
  SQUEEZE(1, Scales.SAME),
  TRANSPOSE(2, Scales.SAME),
  PAD(2, Scales.SAME),
  CONCATENATION(2, Scales.SAME);

  /** What an operator asks of the scales of its activations. */
  enum Scales {
    /** Nothing; the input has constant weights beside it. */
    WEIGHTS,
    /** Nothing. */
    ANY,
    /** The output's is given. */
    FIXED,
    /** The output's is that of all inputs. */
    SAME
  }

  final int version;
  final Scales scales;

  /** Of the weights, along which their scales lie. */
  final int axis;

  IntegerOperator(int version, Scales scales) {
    this(version, scales, -1);
  }

  IntegerOperator(int version, Scales scales, int axis) {
    this.version = version;
    this.scales = scales;
    this.axis = axis;
  }

  /** The output's scale, where the kernel gives it. */
  Optional<Affine> fixedOutput() {
    return switch (this) {
      case LOGISTIC, SOFTMAX -> Optional.of(new Affine(1f / 256, -128));
      case TANH -> Optional.of(new Affine(1f / 128, 0));
      default -> Optional.empty();
    };
  }

  static Optional<IntegerOperator> of(String code) {
    return Stream.of(values()).filter(operator -> operator.name().equals(code)).findFirst();
  }
}
