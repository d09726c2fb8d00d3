package io.espalier.compressor.data;

import io.espalier.compressor.linalg.Matrix;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The numbers of an {@code .npy} file as floats.
 *
 * @param where for messages
 * @param type as the file has them
 * @param shape with at least one dimension, the samples
 * @param values row by row
 */
@SuppressWarnings("ArrayRecordComponent")
record NpyArray(String where, NumberType type, List<Integer> shape, float[] values) {
  /** A gigabyte of floats: what a few hundred or thousand samples never need. */
  static final int MAX_VALUES = 1 << 28;

  private static final int CHUNK_VALUES = 1 << 13;

  /**
   * Reads an array.
   *
   * @param bytes how many there are in all, or could be at most: memory is taken only for so many
   */
  static NpyArray read(String where, InputStream in, long bytes) throws IOException {
    NpyHeader header = NpyHeader.read(where, in);
    if (header.shape().isEmpty()) {
      throw new DataException(where, "an array of samples", "a single number");
    }
    if (header.count() == 0) {
      throw new DataException(where, "at least one sample", "shape " + header.shape());
    }
    if (header.count() > MAX_VALUES) {
      throw new DataException(
          where, "at most %d numbers".formatted(MAX_VALUES), "shape " + header.shape());
    }
    long expected = header.count() * header.type().bytes;
    if (bytes - header.length() < expected) {
      throw new DataException(
          where,
          "%d bytes for shape %s".formatted(expected, header.shape()),
          Math.max(0, bytes - header.length()) + " bytes");
    }
    float[] values = numbers(where, header, in);
    if (in.read() >= 0) {
      throw new DataException(
          where, "%d bytes for shape %s".formatted(expected, header.shape()), "more");
    }
    return new NpyArray(
        where,
        header.type(),
        header.shape(),
        header.columnMajor() ? rowMajor(header.shape(), values) : values);
  }

  /** How many samples there are. */
  int count() {
    return shape.get(0);
  }

  /** As samples, by another name. */
  SampleArray samples(String array) {
    int width = values.length / count();
    return new SampleArray(
        array, shape.subList(1, shape.size()), new Matrix(count(), width, values));
  }

  /** As labels: one whole number a sample, from 0. */
  int[] labels() throws DataException {
    if (values.length != count()) {
      throw new DataException(where, "one label a sample", "shape " + shape);
    }
    int[] labels = new int[values.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (int) values[i];
      if (labels[i] != values[i] || labels[i] < 0) {
        throw new DataException(
            where, "whole numbers from 0", "%s in sample %d".formatted(values[i], i));
      }
    }
    return labels;
  }

  private static float[] numbers(String where, NpyHeader header, InputStream in)
      throws IOException {
    NumberType type = header.type();
    float[] values = new float[(int) header.count()];
    int width = values.length / header.shape().get(0);
    for (int from = 0; from < values.length; from += CHUNK_VALUES) {
      int count = Math.min(CHUNK_VALUES, values.length - from);
      byte[] bytes = in.readNBytes(count * type.bytes);
      if (bytes.length != count * type.bytes) {
        throw new DataException(
            where,
            "%d numbers".formatted(values.length),
            from + bytes.length / type.bytes + " numbers");
      }
      ByteBuffer chunk = ByteBuffer.wrap(bytes).order(header.order());
      for (int i = from; i < from + count; i++) {
        double number = type.next(chunk);
        values[i] = (float) number;
        boolean lost = type.whole && values[i] != number;
        if (lost || !Float.isFinite(values[i])) {
          // Where the first index runs fastest, it is the sample.
          int sample = header.columnMajor() ? i % header.shape().get(0) : i / width;
          throw new DataException(
              where,
              lost ? "whole numbers that a float can hold" : "finite numbers",
              "%s in sample %d".formatted(lost ? "%.0f".formatted(number) : number, sample));
        }
      }
    }
    return values;
  }

  private static float[] rowMajor(List<Integer> shape, float[] columnMajor) {
    float[] values = new float[columnMajor.length];
    int[] index = new int[shape.size()];
    int[] strides = new int[shape.size()];
    int stride = 1;
    for (int d = strides.length - 1; d >= 0; d--) {
      strides[d] = stride;
      stride *= shape.get(d);
    }
    int target = 0;
    for (float value : columnMajor) {
      values[target] = value;
      for (int d = 0; d < index.length; d++) {
        target += strides[d];
        index[d]++;
        if (index[d] < shape.get(d)) {
          break;
        }
        target -= index[d] * strides[d];
        index[d] = 0;
      }
    }
    return values;
  }
}
