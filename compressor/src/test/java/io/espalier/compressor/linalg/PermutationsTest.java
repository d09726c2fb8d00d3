package io.espalier.compressor.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PermutationsTest {
  @Test
  void shuffle_givesEveryOrderEquallyOften() {
    SplittableRandom random = new SplittableRandom(3);
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < 60_000; i++) {
      int[] numbers = {0, 1, 2};
      Permutations.shuffle(numbers, random);
      counts.merge(Arrays.toString(numbers), 1, Integer::sum);
    }

    assertThat(counts).hasSize(6);
    assertThat(counts.values()).allSatisfy(n -> assertThat(n).isCloseTo(10_000, within(400)));
  }

  @Test
  void reverse_putsTheLastFirst() {
    int[] odd = {1, 2, 3};
    int[] even = {1, 2, 3, 4};
    Permutations.reverse(odd);
    Permutations.reverse(even);

    assertThat(odd).containsExactly(3, 2, 1);
    assertThat(even).containsExactly(4, 3, 2, 1);
  }
}
