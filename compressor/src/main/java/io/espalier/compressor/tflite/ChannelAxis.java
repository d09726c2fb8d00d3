package io.espalier.compressor.tflite;

import java.util.BitSet;

/**
 * An array seen as [outer][channels][inner].
 *
 * @param outer extents before the channels, multiplied
 * @param channels extent of the axis
 * @param inner extents after the channels, multiplied
 */
record ChannelAxis(int outer, int channels, int inner) {
  /** The first axis of an array of so many values. */
  static ChannelAxis first(int channels, int values) {
    return new ChannelAxis(1, channels, values / channels);
  }

  /** The last axis of an array of so many values. */
  static ChannelAxis last(int channels, int values) {
    return new ChannelAxis(values / channels, channels, 1);
  }

  /** Whether every value of a channel is zero. */
  boolean isZero(float[] values, int channel) {
    for (int o = 0; o < outer; o++) {
      int from = (o * channels + channel) * inner;
      for (int i = from; i < from + inner; i++) {
        if (values[i] != 0f) {
          return false;
        }
      }
    }
    return true;
  }

  /** The sum of a channel's values from one outer index up to another. */
  double sum(float[] values, int channel, int from, int to) {
    double sum = 0;
    for (int o = from; o < to; o++) {
      for (int i = 0; i < inner; i++) {
        sum += values[(o * channels + channel) * inner + i];
      }
    }
    return sum;
  }

  /** The values of the channels that stay. */
  float[] kept(float[] values, BitSet stay) {
    float[] kept = new float[outer * stay.cardinality() * inner];
    int to = 0;
    for (int o = 0; o < outer; o++) {
      for (int c = stay.nextSetBit(0); c >= 0; c = stay.nextSetBit(c + 1)) {
        System.arraycopy(values, (o * channels + c) * inner, kept, to, inner);
        to += inner;
      }
    }
    return kept;
  }
}
