package io.espalier.compressor.tflite;

import org.jspecify.annotations.Nullable;

/** A tensor of a {@link TfLiteGraph}: what one operator hands to the next, or a constant. */
public final class Tensor {
  final String name;
  final byte type;
  final int[] shape;

  /** Whether the first dimension is the batch, of any size. */
  final boolean batched;

  final byte @Nullable [] data;
  final float @Nullable [] channelScales;

  private Tensor(
      String name,
      byte type,
      int[] shape,
      boolean batched,
      byte @Nullable [] data,
      float @Nullable [] channelScales) {
    this.name = name;
    this.type = type;
    this.shape = shape.clone();
    this.batched = batched;
    this.data = data;
    this.channelScales = channelScales;
  }

  static Tensor constant(String name, byte type, int[] shape, byte[] data) {
    return new Tensor(name, type, shape, false, data, null);
  }

  static Tensor channelwise(String name, byte type, int[] shape, byte[] data, float[] scales) {
    return new Tensor(name, type, shape, false, data, scales);
  }

  /** Computed once, from constants only. */
  static Tensor derived(String name, byte type, int[] shape) {
    return new Tensor(name, type, shape, false, null, null);
  }

  /** Computed for every batch; the shape is that of a batch of one. */
  static Tensor batch(String name, byte type, int... shape) {
    return new Tensor(name, type, shape, true, null, null);
  }

  /** The extent of the last dimension. */
  int width() {
    return shape[shape.length - 1];
  }

  /** How many numbers it holds, for a batch of one. */
  int elements() {
    int elements = 1;
    for (int extent : shape) {
      elements = Math.multiplyExact(elements, extent);
    }
    return elements;
  }
}
