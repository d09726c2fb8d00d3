package io.espalier.compressor.train;

/**
 * How long and how fast a network is fitted.
 *
 * @param epochs passes over the samples, at least 1
 * @param batch samples for each step, at least 1
 * @param firstRate the learning rate of the first epoch
 * @param lastRate the learning rate of the last epoch; between the two it falls along half a wave
 *     of the cosine (I. Loshchilov, F. Hutter, ICLR 2017)
 */
public record Course(int epochs, int batch, double firstRate, double lastRate) {
  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public Course {
    if (epochs < 1 || batch < 1) {
      throw new IllegalArgumentException(
          "training: expected at least 1 epoch and 1 image a batch, found %d and %d"
              .formatted(epochs, batch));
    }
    if (!(lastRate > 0 && lastRate <= firstRate && firstRate < 1)) {
      throw new IllegalArgumentException(
          "learning rate: expected 0 < last ≤ first < 1, found %s to %s"
              .formatted(firstRate, lastRate));
    }
  }

  /** The usual course: batches of 256, learning rate from 10⁻³ to 10⁻⁴. */
  public static Course of(int epochs) {
    return new Course(epochs, 256, 1e-3, 1e-4);
  }

  /** The same for another number of epochs. */
  public Course lasting(int other) {
    return new Course(other, batch, firstRate, lastRate);
  }

  /** The learning rate of the given epoch, counted from 0. */
  public double rate(int epoch) {
    double done = epochs == 1 ? 0 : epoch / (double) (epochs - 1);
    return lastRate + (firstRate - lastRate) * (1 + Math.cos(Math.PI * done)) / 2;
  }
}
