package io.espalier.compressor.train;

import java.util.List;

/**
 * How an autoencoder is trained: ReLU in every layer (the code too) but for a sigmoid at the
 * output, binary cross-entropy between output and input, Adam.
 *
 * @param layers the widths from input to output, at least 1 each; the last equals the first
 * @param epochs passes over the training images, at least 1
 * @param batch images for each step, at least 1
 * @param firstRate the learning rate of the first epoch
 * @param lastRate the learning rate of the last epoch; between the two it falls along half a wave
 *     of the cosine (I. Loshchilov, F. Hutter, ICLR 2017)
 */
public record TrainingRecipe(
    List<Integer> layers, int epochs, int batch, double firstRate, double lastRate) {
  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public TrainingRecipe {
    layers = List.copyOf(layers);
    if (layers.size() < 2 || layers.stream().anyMatch(width -> width < 1)) {
      throw new IllegalArgumentException(
          "layers: expected at least two widths of at least 1, found " + layers);
    }
    if (!layers.get(0).equals(layers.get(layers.size() - 1))) {
      throw new IllegalArgumentException(
          "layers: expected the last as wide as the first, found " + layers);
    }
    new Course(epochs, batch, firstRate, lastRate);
  }

  /** The usual recipe: batches of 256, learning rate from 10⁻³ to 10⁻⁴. */
  public TrainingRecipe(List<Integer> layers, int epochs) {
    this(layers, epochs, 256, 1e-3, 1e-4);
  }

  /** The width of the images, which the first layer takes and the last gives. */
  public int width() {
    return layers.get(0);
  }

  /** How long and how fast. */
  public Course course() {
    return new Course(epochs, batch, firstRate, lastRate);
  }

  /** The learning rate of the given epoch, counted from 0. */
  public double rate(int epoch) {
    return course().rate(epoch);
  }
}
