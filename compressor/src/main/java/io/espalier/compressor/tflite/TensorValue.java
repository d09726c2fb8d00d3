package io.espalier.compressor.tflite;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * What a constant tensor holds.
 *
 * <p>Neither shape nor data is copied; whoever builds one gives them away.
 *
 * @param type of each element
 * @param shape extents, none for a scalar
 * @param data row by row, little-endian
 * @param quantization what whole numbers stand for
 */
@SuppressWarnings("ArrayRecordComponent")
public record TensorValue(
    DataType type, int[] shape, ByteBuffer data, Optional<Quantization> quantization) {
  /**
   * @throws IllegalArgumentException if the data do not fit type and shape
   */
  public TensorValue {
    long elements = 1;
    for (int extent : shape) {
      elements = Math.multiplyExact(elements, extent);
    }
    if (type.bits() > 0 && data.remaining() != type.bytes(elements)) {
      throw new IllegalArgumentException(
          "tensor: expected %d bytes for %d elements of %s, found %d"
              .formatted(type.bytes(elements), elements, type, data.remaining()));
    }
  }

  /** Single floats. */
  public static TensorValue floats(float[] values, int... shape) {
    ByteBuffer data = littleEndian(values.length * Float.BYTES);
    data.asFloatBuffer().put(values);
    return new TensorValue(DataType.FLOAT32, shape, data, Optional.empty());
  }

  /** Half floats, by their bits. */
  public static TensorValue halves(short[] values, int... shape) {
    ByteBuffer data = littleEndian(values.length * Short.BYTES);
    data.asShortBuffer().put(values);
    return new TensorValue(DataType.FLOAT16, shape, data, Optional.empty());
  }

  /** Whole numbers of 32 bits, quantised or not. */
  public static TensorValue int32(int[] values, Optional<Quantization> quantization, int... shape) {
    ByteBuffer data = littleEndian(values.length * Integer.BYTES);
    data.asIntBuffer().put(values);
    return new TensorValue(DataType.INT32, shape, data, quantization);
  }

  /** Quantised numbers of 8 bits. */
  public static TensorValue int8(byte[] levels, Quantization quantization, int... shape) {
    return new TensorValue(
        DataType.INT8, shape, ByteBuffer.wrap(levels), Optional.of(quantization));
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
