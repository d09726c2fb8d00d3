package io.espalier.compressor.tflite;

import io.espalier.compressor.flat.Table;
import java.util.Optional;

/**
 * How whole numbers stand for real ones: real = scale · (whole − zero point).
 *
 * <p>The arrays are not copied; whoever builds one gives them away.
 *
 * @param scales one for the tensor, or one for each index of the dimension
 * @param zeroPoints as many
 * @param dimension along which the scales differ
 */
@SuppressWarnings("ArrayRecordComponent")
public record Quantization(float[] scales, long[] zeroPoints, int dimension) {
  /**
   * @throws IllegalArgumentException if there are not as many zero points as scales, at least one
   */
  public Quantization {
    if (scales.length == 0 || scales.length != zeroPoints.length) {
      throw new IllegalArgumentException(
          "quantization: expected as many scales as zero points, found %d and %d"
              .formatted(scales.length, zeroPoints.length));
    }
  }

  /** One scale for the whole tensor. */
  public static Quantization perTensor(float scale, long zeroPoint) {
    return new Quantization(new float[] {scale}, new long[] {zeroPoint}, 0);
  }

  /** A scale for each index of a dimension, with zero points of 0. */
  public static Quantization symmetric(float[] scales, int dimension) {
    return new Quantization(scales, new long[scales.length], dimension);
  }

  /** Of a tensor in a file; empty if it has no scale. */
  static Optional<Quantization> of(Table tensor) {
    return tensor
        .table("quantization")
        .filter(table -> table.has("scale"))
        .flatMap(table -> from(table));
  }

  private static Optional<Quantization> from(Table table) {
    float[] scales = table.reals("scale");
    long[] zeroPoints = table.longs("zero_point");
    if (scales.length == 0) {
      return Optional.empty();
    }
    // A file may leave zero points of 0 out.
    long[] all = zeroPoints.length == scales.length ? zeroPoints : new long[scales.length];
    return Optional.of(new Quantization(scales, all, (int) table.integer("quantized_dimension")));
  }

  Table table() {
    return TfLiteFormat.table("QuantizationParameters")
        .withReals("scale", scales)
        .withLongs("zero_point", zeroPoints)
        .withInteger("quantized_dimension", dimension);
  }
}
