package io.espalier.compressor.tflite;

import io.espalier.compressor.quantise.Affine;
import io.espalier.compressor.quantise.Float16;
import io.espalier.compressor.quantise.Int8Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * How the numbers of a tensor are stored.
 *
 * @param type of each
 * @param data little-endian, row by row; empty for what flows
 * @param quantization what whole numbers stand for
 */
@SuppressWarnings("ArrayRecordComponent")
record Stored(DataType type, byte[] data, Optional<Quantization> quantization) {
  static Stored halves(float[] values) {
    byte[] data = new byte[Math.multiplyExact(Short.BYTES, values.length)];
    littleEndian(data).asShortBuffer().put(Float16.toHalves(values));
    return new Stored(DataType.FLOAT16, data, Optional.empty());
  }

  static Stored weights(Int8Tensor tensor, int axis) {
    Quantization scales = Quantization.symmetric(tensor.scales(), axis);
    return new Stored(DataType.INT8, tensor.levels(), Optional.of(scales));
  }

  static Stored biases(int[] values, float[] scales) {
    byte[] data = new byte[Math.multiplyExact(Integer.BYTES, values.length)];
    littleEndian(data).asIntBuffer().put(values);
    return new Stored(DataType.INT32, data, Optional.of(Quantization.symmetric(scales, 0)));
  }

  static Stored constant(float[] values, Affine affine) {
    Quantization scale = Quantization.perTensor(affine.scale(), affine.zeroPoint());
    return new Stored(DataType.INT8, affine.levels(values), Optional.of(scale));
  }

  /** What flows, as 8-bit integers. */
  static Stored activation(Affine affine) {
    return constant(new float[0], affine);
  }

  /** What flows, as single floats. */
  static Stored floats() {
    return new Stored(DataType.FLOAT32, new byte[0], Optional.empty());
  }

  boolean isConstant() {
    return data.length > 0;
  }

  TensorValue value(int[] shape) {
    return new TensorValue(type, shape, littleEndian(data), quantization);
  }

  /** Whether both are the same, bit by bit. */
  boolean sameAs(Stored other) {
    return type == other.type
        && Arrays.equals(data, other.data)
        && quantization.isPresent() == other.quantization.isPresent()
        && quantization.stream().allMatch(mine -> same(mine, other.quantization.orElseThrow()));
  }

  private static boolean same(Quantization one, Quantization other) {
    return one.dimension() == other.dimension()
        && Arrays.equals(one.scales(), other.scales())
        && Arrays.equals(one.zeroPoints(), other.zeroPoints());
  }

  private static ByteBuffer littleEndian(byte[] data) {
    return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
  }
}
