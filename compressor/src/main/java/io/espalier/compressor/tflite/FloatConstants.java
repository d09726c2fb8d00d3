package io.espalier.compressor.tflite;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.Tensor;
import org.tensorflow.lite.schema.TensorType;

/** The constants of a file, checked before they are believed. */
final class FloatConstants {
  private static final int MAX_DIMENSIONS = 8;

  private final Model model;
  private final SubGraph graph;

  FloatConstants(Model model, SubGraph graph) {
    this.model = model;
    this.graph = graph;
  }

  String name(int index) {
    String name = tensor(index).name();
    return name == null ? "" : name;
  }

  int[] shape(int index) {
    Tensor tensor = tensor(index);
    int dimensions = tensor.shapeLength();
    if (dimensions < 0 || dimensions > MAX_DIMENSIONS) {
      throw new TfLiteException(
          "%s: expected 0 to %d dimensions, found %d"
              .formatted(where(index), MAX_DIMENSIONS, dimensions));
    }
    int[] shape = new int[dimensions];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = tensor.shape(i);
      if (shape[i] < 1) {
        throw new TfLiteException(
            "%s: expected extents of at least 1, found %d".formatted(where(index), shape[i]));
      }
    }
    return shape;
  }

  float[] values(int index) {
    Tensor tensor = tensor(index);
    if (tensor.type() != TensorType.FLOAT32) {
      throw new TfLiteException(
          "%s: expected FLOAT32, found %s".formatted(where(index), typeName(tensor.type())));
    }
    if (tensor.sparsity() != null) {
      throw new TfLiteException(where(index) + ": sparse tensors are not supported");
    }
    ByteBuffer data = data(tensor, index);
    long expected = Float.BYTES;
    for (int extent : shape(index)) {
      // Clamped, for a garbled shape could overflow even a long.
      expected = Math.min(expected * extent, Integer.MAX_VALUE);
    }
    if (data.remaining() != expected) {
      throw new TfLiteException(
          "%s: expected %d bytes, found %d".formatted(where(index), expected, data.remaining()));
    }
    float[] values = new float[data.remaining() / Float.BYTES];
    data.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    requireFinite(values, index);
    return values;
  }

  private void requireFinite(float[] values, int index) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new TfLiteException(
            "%s: expected finite values, found %s".formatted(where(index), value));
      }
    }
  }

  private ByteBuffer data(Tensor tensor, int index) {
    if (tensor.buffer() < model.buffersLength()) {
      ByteBuffer data = model.buffers((int) tensor.buffer()).dataAsByteBuffer();
      if (data != null) {
        return data;
      }
    }
    throw new TfLiteException(where(index) + ": expected a constant, found no data");
  }

  private Tensor tensor(int index) {
    if (index < 0 || index >= graph.tensorsLength()) {
      throw new TfLiteException(
          "model: expected tensor numbers below %d, found %d"
              .formatted(graph.tensorsLength(), index));
    }
    return graph.tensors(index);
  }

  private String where(int index) {
    return "tensor %d (%s)".formatted(index, name(index));
  }

  private static String typeName(byte type) {
    boolean known = type >= 0 && type < TensorType.names.length;
    return known ? TensorType.name(type) : "type " + type;
  }
}
