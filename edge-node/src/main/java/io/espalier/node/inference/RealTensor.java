package io.espalier.node.inference;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.tensorflowlite.TfLiteTensor;
import org.bytedeco.tensorflowlite.global.tensorflowlite;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of real numbers, mapped where it is until it is allocated again: floats, or bytes that
 * stand for (byte − zero point) · scale.
 */
final class RealTensor {
  private final ByteBuffer memory;
  private final @Nullable FloatBuffer floats;
  private final byte[] stored;
  private final double scale;
  private final int zero;
  private final int least;
  private final int count;

  private RealTensor(TfLiteTensor tensor, ByteBuffer memory, int count) {
    boolean quantised = tensor.type() != tensorflowlite.kTfLiteFloat32;
    this.memory = memory;
    this.count = count;
    this.floats = quantised ? null : memory.asFloatBuffer();
    this.stored = new byte[quantised ? count : 0];
    this.scale = tensor.params().scale();
    this.zero = tensor.params().zero_point();
    this.least = tensor.type() == tensorflowlite.kTfLiteInt8 ? Byte.MIN_VALUE : 0;
  }

  /** Whether that is such a tensor. */
  static boolean is(TfLiteTensor tensor) {
    int type = tensor.type();
    boolean bytes = type == tensorflowlite.kTfLiteInt8 || type == tensorflowlite.kTfLiteUInt8;
    return type == tensorflowlite.kTfLiteFloat32 || (bytes && tensor.params().scale() > 0);
  }

  /**
   * Maps one that is allocated; null if it has no memory.
   *
   * @param count how many numbers it has
   */
  static @Nullable RealTensor of(TfLiteTensor tensor, int count) {
    BytePointer raw = tensor.data().raw();
    if (raw == null || raw.isNull()) {
      return null;
    }
    ByteBuffer memory = raw.capacity(tensor.bytes()).asByteBuffer().order(ByteOrder.nativeOrder());
    return new RealTensor(tensor, memory, count);
  }

  /** Sets all of them; what a byte cannot stand for becomes the nearest that it can. */
  void put(float[] numbers) {
    if (floats != null) {
      floats.put(0, numbers, 0, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      double number = Math.rint(numbers[i] / scale + zero);
      stored[i] = (byte) Math.max(least, Math.min(least + 255, number));
    }
    memory.put(0, stored, 0, count);
  }

  /** Copies all of them to the start of that array. */
  void get(float[] numbers) {
    if (floats != null) {
      floats.get(0, numbers, 0, count);
      return;
    }
    memory.get(0, stored, 0, count);
    for (int i = 0; i < count; i++) {
      int number = least == 0 ? stored[i] & 0xff : stored[i];
      numbers[i] = (float) ((number - zero) * scale);
    }
  }
}
