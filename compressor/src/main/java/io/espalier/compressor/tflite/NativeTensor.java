package io.espalier.compressor.tflite;

import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteTypeGetName;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteDynamic;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.tensorflowlite.TfLiteIntArray;
import org.bytedeco.tensorflowlite.TfLiteTensor;

/** A tensor of an interpreter; shape and data hold until it is resized or run again. */
final class NativeTensor {
  /** Stands for an extent that the file leaves open. */
  static final int ANY = -1;

  private final TfLiteTensor tensor;
  private final String name;
  private final ElementType type;

  /**
   * @throws TfLiteException if its elements are no numbers
   */
  NativeTensor(TfLiteTensor tensor) {
    this.tensor = tensor;
    this.name = tensor.name() == null ? "" : tensor.name().getString();
    this.type =
        ElementType.of(tensor.type())
            .orElseThrow(
                () ->
                    new TfLiteException(
                        "tensor '%s': expected real numbers, found %s"
                            .formatted(name, TfLiteTypeGetName(tensor.type()).getString())));
  }

  String name() {
    return name;
  }

  ElementType type() {
    return type;
  }

  /** The extents as they are now. */
  int[] shape() {
    return extents(tensor.dims());
  }

  /** The extents as the file leaves them open: −1 is any. */
  int[] openShape() {
    int[] shape = shape();
    int[] signature = extents(tensor.dims_signature());
    return signature.length == shape.length ? signature : shape;
  }

  /** Whether its shape is only known once it was computed. */
  boolean isDynamic() {
    return tensor.allocation_type() == kTfLiteDynamic;
  }

  /** How many elements it has now. */
  int count() {
    return Math.toIntExact(product(shape()));
  }

  /** Whether its numbers stand for others. */
  boolean isQuantised() {
    return type.whole && tensor.params().scale() != 0;
  }

  /** Its numbers, dequantised if they are quantised. */
  void read(float[] target, int from, int count) {
    if (count == 0) {
      return;
    }
    ByteBuffer data = data();
    if (type == ElementType.FLOAT32) {
      data.asFloatBuffer().get(target, from, count);
      return;
    }
    double scale = isQuantised() ? tensor.params().scale() : 1;
    double zero = isQuantised() ? tensor.params().zero_point() : 0;
    for (int i = from; i < from + count; i++) {
      target[i] = (float) ((type.get(data) - zero) * scale);
    }
  }

  /** All its numbers, dequantised if they are quantised. */
  float[] values() {
    float[] values = new float[count()];
    read(values, 0, values.length);
    return values;
  }

  /**
   * Sets its numbers, quantised if it is. Otherwise integers must be whole and in range, which
   * {@link #accepts} tells.
   */
  void write(float[] source, int from, int count) {
    if (count == 0) {
      return;
    }
    ByteBuffer data = data();
    if (type == ElementType.FLOAT32) {
      data.asFloatBuffer().put(source, from, count);
      return;
    }
    double scale = isQuantised() ? tensor.params().scale() : 1;
    double zero = isQuantised() ? tensor.params().zero_point() : 0;
    for (int i = from; i < from + count; i++) {
      double number = source[i] / scale + zero;
      double stored = type.whole ? Math.rint(number) : number;
      type.put(data, Math.max(type.least, Math.min(type.most, stored)));
    }
  }

  /** Whether a number can be written as it is. */
  boolean accepts(float value) {
    return !type.whole
        || isQuantised()
        || (value == Math.rint(value) && value >= type.least && value <= type.most);
  }

  /** Extents as people write them, for instance {@code 28 × 28 × 1}. */
  static String text(int[] shape) {
    return shape.length == 0
        ? "one number"
        : Arrays.stream(shape)
            .mapToObj(extent -> extent == ANY ? "any" : Integer.toString(extent))
            .collect(Collectors.joining(" × "));
  }

  static long product(int[] shape) {
    return Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
  }

  private ByteBuffer data() {
    BytePointer raw = tensor.data().raw();
    long bytes = tensor.bytes();
    if (raw == null || bytes < (long) count() * type.bytes || bytes > Integer.MAX_VALUE) {
      throw new TfLiteException(
          "tensor '%s': expected %d numbers in memory, found %d bytes"
              .formatted(name, count(), raw == null ? 0 : bytes));
    }
    return raw.capacity(bytes).asByteBuffer().order(ByteOrder.nativeOrder());
  }

  private static int[] extents(TfLiteIntArray array) {
    int[] extents = new int[array == null ? 0 : array.size()];
    for (int i = 0; i < extents.length; i++) {
      extents[i] = array.data(i);
    }
    return extents;
  }
}
