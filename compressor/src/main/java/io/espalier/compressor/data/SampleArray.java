package io.espalier.compressor.data;

import io.espalier.compressor.linalg.Matrix;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The values that one input of a model is given, sample by sample.
 *
 * @param name what the file calls them
 * @param extents of one sample; none if a sample is one number
 * @param values one sample a row, all finite
 */
public record SampleArray(String name, List<Integer> extents, Matrix values) {
  /**
   * @throws IllegalArgumentException if the extents do not make up a row, or a value is not finite
   */
  public SampleArray {
    extents = List.copyOf(extents);
    long width = extents.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    if (width != values.columns()) {
      throw new IllegalArgumentException(
          "%s: expected samples of %s, found %d values".formatted(name, extents, values.columns()));
    }
    requireFinite(name, values);
  }

  /** Rows of numbers without any other shape. */
  public static SampleArray rows(String name, Matrix values) {
    return new SampleArray(name, List.of(values.columns()), values);
  }

  /** How many samples there are. */
  public int count() {
    return values.rows();
  }

  /** The shape as people write it, for instance {@code 100 × 28 × 28}. */
  public String shape() {
    return count() + extents.stream().map(extent -> " × " + extent).collect(Collectors.joining());
  }

  /** The samples from {@code from} to before {@code to}. */
  public SampleArray slice(int from, int to) {
    return new SampleArray(name, extents, values.rows(from, to));
  }

  /** The samples of those numbers, in that order. */
  public SampleArray picked(int[] numbers) {
    return new SampleArray(name, extents, values.rows(numbers));
  }

  /** Whether all samples are equal, so that nothing can be learnt from how they differ. */
  public boolean isConstant() {
    float[] all = values.values();
    for (int i = values.columns(); i < all.length; i++) {
      if (all[i] != all[i - values.columns()]) {
        return false;
      }
    }
    return true;
  }

  private static void requireFinite(String name, Matrix values) {
    float[] all = values.values();
    for (int i = 0; i < all.length; i++) {
      if (!Float.isFinite(all[i])) {
        throw new IllegalArgumentException(
            "%s: expected finite values, found %s in sample %d"
                .formatted(name, all[i], i / values.columns()));
      }
    }
  }
}
