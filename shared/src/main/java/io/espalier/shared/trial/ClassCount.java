package io.espalier.shared.trial;

/**
 * How often a class was recognised.
 *
 * @param right samples of it that were given it
 * @param of samples of it
 */
public record ClassCount(int right, int of) {
  /**
   * @throws IllegalArgumentException if counts contradict each other
   */
  public ClassCount {
    if (right < 0 || right > of) {
      throw new IllegalArgumentException(
          "class: expected 0 ≤ right ≤ of, found %d of %d".formatted(right, of));
    }
  }
}
