package io.espalier.compressor.train;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Augmentation of images by shifts: each time an image is learnt it is moved by a whole number of
 * pixels, drawn evenly for each direction, and what moves in from outside is zero.
 *
 * @param height of the images, at least 1
 * @param width of the images, at least 1
 * @param most how far an image is moved at most in each direction, at least 0
 */
public record Shifts(int height, int width, int most) {
  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public Shifts {
    if (height < 1 || width < 1 || most < 0 || most >= Math.min(height, width)) {
      throw new IllegalArgumentException(
          "shifts: expected less than the size of an image, found %d for %d × %d"
              .formatted(most, height, width));
    }
  }

  /** A copy of an image, moved at random. */
  void copy(float[] images, int from, float[] moved, int to, SplittableRandom random) {
    int down = random.nextInt(-most, most + 1);
    int right = random.nextInt(-most, most + 1);
    Arrays.fill(moved, to, to + height * width, 0f);
    int length = width - Math.abs(right);
    for (int y = Math.max(0, down); y < Math.min(height, height + down); y++) {
      System.arraycopy(
          images,
          from + (y - down) * width + Math.max(0, -right),
          moved,
          to + y * width + Math.max(0, right),
          length);
    }
  }
}
