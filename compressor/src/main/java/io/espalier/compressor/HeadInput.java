package io.espalier.compressor;

import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What of an autoencoder the head classifies. */
public enum HeadInput {
  /** What it makes of an image, as wide as the image. */
  RECONSTRUCTION,
  /** What its narrowest layer says of an image. */
  CODE;

  private static final int ROWS_AT_ONCE = 4096;

  /** The name in specs: {@code reconstruction}, {@code code}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All names, for messages. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(HeadInput::label).toList();
  }

  /**
   * The input of that label.
   *
   * @throws IllegalArgumentException for any other label
   */
  public static HeadInput of(String label) {
    return Arrays.stream(values())
        .filter(input -> input.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "on: expected one of %s, found '%s'".formatted(labels(), label)));
  }

  /** The layer whose activations are meant, counted from 0. */
  int layer(Mlp network) {
    return this == CODE ? network.narrowestLayer() : network.layers().size() - 1;
  }

  /** What the head is given for the first {@code count} of the images, one row an image. */
  Matrix of(Mlp network, Matrix images, int count) {
    Mlp part = new Mlp(network.layers().subList(0, layer(network) + 1));
    Matrix features = Matrix.zeros(count, part.outputs());
    // In between a network is wider than at its ends: all images at once take the whole heap.
    for (int from = 0; from < count; from += ROWS_AT_ONCE) {
      Matrix some = part.apply(images.rows(from, Math.min(count, from + ROWS_AT_ONCE)));
      System.arraycopy(
          some.values(), 0, features.values(), from * part.outputs(), some.values().length);
    }
    return features;
  }
}
