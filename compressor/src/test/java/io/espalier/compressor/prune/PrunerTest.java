package io.espalier.compressor.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.score.LinkScores;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrunerTest {
  @Test
  void prune_keepsTheBestLinksAndAllBiases() {
    DenseLayer layer =
        new DenseLayer(
            "one", 2, 2, new float[] {1f, 2f, 3f, 4f}, new float[] {5f, 6f}, Activation.RELU);

    Mlp pruned =
        Pruner.prune(new Mlp(List.of(layer)), mask(0.5, new float[] {0.4f, 0.1f, 0.3f, 0.2f}));

    assertThat(pruned.layers().get(0).weights()).containsExactly(1f, 0f, 3f, 0f);
    assertThat(pruned.layers().get(0).bias()).containsExactly(5f, 6f);
    assertThat(layer.weights()).containsExactly(1f, 2f, 3f, 4f);
  }

  @Test
  void prune_spendsTheSameShareInEveryLayer() {
    SplittableRandom random = new SplittableRandom(1);
    PruningMask mask = mask(0.92, numbers(200_704, random), numbers(16_384, random));

    assertThat(mask.layers().get(0).cardinality()).isEqualTo(16_056);
    assertThat(mask.layers().get(1).cardinality()).isEqualTo(1_311);
  }

  @Test
  void mask_keepsTheLowerNumberOfEqualScores() {
    PruningMask mask = mask(0.5, new float[] {1f, 2f, 1f, 1f, 2f, 0f});

    assertThat(mask.layers().get(0).stream()).containsExactly(0, 1, 4);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void mask_agreesWithAStableSort(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] scores = new float[random.nextInt(1, 300)];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = random.nextInt(8);
    }
    Sparsity sparsity = new Sparsity(random.nextDouble());

    Integer[] kept =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparing(i -> -scores[i]))
            .limit(sparsity.kept(scores.length))
            .sorted()
            .toArray(Integer[]::new);
    PruningMask mask = PruningMask.keepingBest(new LinkScores(List.of(scores)), sparsity);

    assertThat(mask.layers().get(0).stream().boxed()).containsExactly(kept);
  }

  @Test
  void mask_ofNoSparsityKeepsEverything() {
    assertThat(mask(0, new float[] {0f, 0f, 1f}).layers().get(0).cardinality()).isEqualTo(3);
  }

  @Test
  void mask_mayKeepNothing() {
    assertThat(mask(0.9, new float[] {0f, 0f, 1f}).layers().get(0).cardinality()).isZero();
  }

  @Test
  void prune_refusesAMaskOfAnotherNetwork() {
    DenseLayer layer = new DenseLayer("one", 1, 2, new float[2], new float[2], Activation.RELU);
    BitSet beyond = BitSet.valueOf(new long[] {0b100});

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pruner.prune(new Mlp(List.of(layer)), new PruningMask(List.of(beyond))))
        .withMessage("mask: expected at most 2 links in one, found link 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pruner.prune(new Mlp(List.of(layer)), new PruningMask(List.of())))
        .withMessage("mask: expected 1 layers, found 0");
  }

  @ParameterizedTest
  @CsvSource({"0, 10, 10", "0.83, 200704, 34120", "0.95, 16384, 819", "0.25, 2, 2", "0.75, 2, 1"})
  void sparsity_roundsWhatStaysToTheNearestNumber(double share, int links, int kept) {
    assertThat(new Sparsity(share).kept(links)).isEqualTo(kept);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 1.2, Double.NaN})
  void sparsity_refusesWhatIsOutOfRange(double share) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sparsity(share))
        .withMessage("sparsity: expected at least 0 and less than 1, found " + share);
  }

  @Test
  void sparsity_knowsOneZero() {
    assertThat(new Sparsity(-0.0)).isEqualTo(Sparsity.NONE);
  }

  private static PruningMask mask(double sparsity, float[]... scores) {
    return PruningMask.keepingBest(new LinkScores(Arrays.asList(scores)), new Sparsity(sparsity));
  }

  private static float[] numbers(int length, SplittableRandom random) {
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = (float) random.nextDouble();
    }
    return numbers;
  }
}
