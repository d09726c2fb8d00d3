package io.espalier.compressor.tflite;

import io.espalier.compressor.quantise.Affine;
import io.espalier.compressor.quantise.Float16;
import io.espalier.compressor.quantise.Int8Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.tensorflow.lite.schema.TensorType;

/**
 * How the numbers of a tensor are stored.
 *
 * @param type of {@link TensorType}
 * @param data little-endian, row by row; empty for what is not constant
 * @param scales none if the numbers stand for themselves
 * @param zeroPoints as many
 * @param axis along which the scales lie, if there are several
 */
@SuppressWarnings("ArrayRecordComponent")
record Stored(byte type, byte[] data, float[] scales, long[] zeroPoints, int axis) {
  static Stored halves(float[] values) {
    byte[] data = new byte[Math.multiplyExact(Short.BYTES, values.length)];
    littleEndian(data).asShortBuffer().put(Float16.toHalves(values));
    return new Stored(TensorType.FLOAT16, data, new float[0], new long[0], 0);
  }

  static Stored weights(Int8Tensor tensor, int axis) {
    float[] scales = tensor.scales();
    return new Stored(TensorType.INT8, tensor.levels(), scales, new long[scales.length], axis);
  }

  static Stored biases(int[] values, float[] scales) {
    byte[] data = new byte[Math.multiplyExact(Integer.BYTES, values.length)];
    littleEndian(data).asIntBuffer().put(values);
    return new Stored(TensorType.INT32, data, scales, new long[scales.length], 0);
  }

  static Stored constant(float[] values, Affine affine) {
    return new Stored(
        TensorType.INT8,
        affine.levels(values),
        new float[] {affine.scale()},
        new long[] {affine.zeroPoint()},
        0);
  }

  /** What flows, as 8-bit integers. */
  static Stored activation(Affine affine) {
    return constant(new float[0], affine);
  }

  /** What flows, as single floats. */
  static Stored floats() {
    return new Stored(TensorType.FLOAT32, new byte[0], new float[0], new long[0], 0);
  }

  /** Whether both are the same, bit by bit. */
  boolean sameAs(Stored other) {
    return type == other.type
        && axis == other.axis
        && Arrays.equals(data, other.data)
        && Arrays.equals(scales, other.scales)
        && Arrays.equals(zeroPoints, other.zeroPoints);
  }

  private static ByteBuffer littleEndian(byte[] data) {
    return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
  }
}
