package io.espalier.compressor.linalg;

import java.util.SplittableRandom;

/** Puts numbers in another order, in place. */
public final class Permutations {
  private Permutations() {}

  /** Random order, each equally likely (Fisher and Yates). */
  public static void shuffle(int[] numbers, SplittableRandom random) {
    for (int i = numbers.length - 1; i > 0; i--) {
      swap(numbers, i, random.nextInt(i + 1));
    }
  }

  /** Last first. */
  public static void reverse(int[] numbers) {
    for (int i = 0; i < numbers.length / 2; i++) {
      swap(numbers, i, numbers.length - 1 - i);
    }
  }

  private static void swap(int[] numbers, int i, int j) {
    int moved = numbers[i];
    numbers[i] = numbers[j];
    numbers[j] = moved;
  }
}
