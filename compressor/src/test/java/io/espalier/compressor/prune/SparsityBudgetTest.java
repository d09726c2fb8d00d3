package io.espalier.compressor.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.report.SensitivityCurve;
import io.espalier.compressor.report.SensitivityCurve.Point;
import io.espalier.compressor.score.LinkScores;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparsityBudgetTest {
  private static final Sparsity HALF = new Sparsity(0.5);

  @Test
  void uniform_keepsTheSameShareOfEveryLayer() {
    List<LinkLayer> layers = List.of(layer("a", 10, 4), layer("b", 4, 5));

    SparsityBudget budget = SparsityBudget.uniform(layers, new Sparsity(0.9), Scope.LAYER);

    assertThat(budget.kept()).containsExactly(4, 2);
  }

  @Test
  void unitScope_keepsTheBestLinksOfEveryUnit() {
    LinkLayer layer = layer("a", 4, 2);
    float[] scores = {9, 1, 8, 2, 7, 4, 6, 3};

    BitSet stay = SparsityBudget.uniform(List.of(layer), HALF, Scope.UNIT).select(0, layer, scores);

    assertThat(stay.stream()).containsExactly(0, 2, 5, 7);
  }

  @Test
  void layerScope_letsOneUnitTakeAllPlaces() {
    LinkLayer layer = layer("a", 4, 2);
    float[] scores = {9, 1, 8, 2, 7, 4, 6, 3};

    BitSet stay =
        SparsityBudget.uniform(List.of(layer), HALF, Scope.LAYER).select(0, layer, scores);

    assertThat(stay.stream()).containsExactly(0, 2, 4, 6);
  }

  @Test
  void unitScope_sharesPlacesThatDoNotDivide() {
    LinkLayer layer = layer("a", 3, 4);
    SparsityBudget budget = new SparsityBudget(List.of(6), Scope.UNIT);

    assertThat(budget.select(0, layer, new float[12]).cardinality()).isEqualTo(6);
  }

  @Test
  void global_comparesScoresRelativeToTheirLayer() {
    LinkScores scores =
        new LinkScores(List.of(new float[] {1, 1, 10, 10}, new float[] {100, 100, 100, 100}));

    assertThat(SparsityBudget.global(scores, HALF).kept()).containsExactly(2, 2);
    assertThat(SparsityBudget.global(scores, new Sparsity(0.25)).kept()).containsExactly(2, 4);
  }

  @Test
  void global_keepsAsManyAsAsked_whateverTheScores() {
    LinkScores zeros = new LinkScores(List.of(new float[7], new float[5]));

    assertThat(SparsityBudget.global(zeros, HALF).kept().stream().mapToInt(k -> k).sum())
        .isEqualTo(6);
  }

  @Test
  void select_refusesScoresOfAnotherLayer() {
    SparsityBudget budget = new SparsityBudget(List.of(1), Scope.LAYER);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> budget.select(0, layer("a", 2, 2), new float[3]))
        .withMessage("a: expected 4 scores, found 3");
  }

  @Test
  void sensitivity_takesLinksWhereTheyCostLeast() {
    List<LinkLayer> layers = List.of(layer("cheap", 10, 10), layer("dear", 10, 10));
    List<SensitivityCurve> curves =
        List.of(
            new SensitivityCurve(
                "cheap", List.of(new Point(0, 0), new Point(0.5, 0.01), new Point(0.9, 0.02))),
            new SensitivityCurve(
                "dear", List.of(new Point(0, 0), new Point(0.5, 0.2), new Point(0.9, 0.9))));

    assertThat(Sensitivity.budget(layers, curves, HALF).kept()).containsExactly(10, 90);
  }

  @Test
  void sensitivity_measuresEachLayerAlone() throws InterruptedException {
    List<LinkLayer> layers = List.of(layer("a", 10, 10), layer("b", 10, 10));
    LinkScores scores = new LinkScores(List.of(new float[100], new float[100]));

    List<SensitivityCurve> curves =
        Sensitivity.measure(
            layers, scores, changed -> 1 - live(changed.get(0)) / 100.0, (done, all) -> {});

    assertThat(curves.get(0).points())
        .allSatisfy(p -> assertThat(p.loss()).isCloseTo(p.sparsity(), within(1e-9)));
    assertThat(curves.get(1).points()).allSatisfy(p -> assertThat(p.loss()).isZero());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void reachableOutputs_leavesNoOutputWithoutAWay(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<LinkLayer> layers = List.of(layer("a", 9, 6), layer("b", 6, 4), layer("c", 4, 8));
    LinkScores scores = new LinkScores(layers.stream().map(l -> numbers(l, random)).toList());
    PruningMask mask =
        SparsityBudget.uniform(layers, new Sparsity(0.75), Scope.LAYER).mask(layers, scores);

    PruningMask repaired = ReachableOutputs.ensure(layers, scores, mask);

    assertThat(reached(layers, repaired)).isEqualTo(8);
    assertThat(repaired.kept()).isBetween(mask.kept(), mask.kept() + 1);
    assertThat(reached(layers, mask)).as("a mask that needs it").isLessThan(8);
  }

  @Test
  void reachableOutputs_leavesAMaskAloneThatNeedsNothing() {
    List<LinkLayer> layers = List.of(layer("a", 2, 2), layer("b", 2, 2));
    LinkScores scores = new LinkScores(List.of(new float[] {4, 3, 2, 1}, new float[] {4, 3, 2, 1}));
    PruningMask mask =
        SparsityBudget.uniform(layers, new Sparsity(0.25), Scope.LAYER).mask(layers, scores);

    assertThat(ReachableOutputs.ensure(layers, scores, mask)).isEqualTo(mask);
  }

  private static int reached(List<LinkLayer> layers, PruningMask mask) {
    BitSet sources = new BitSet();
    sources.set(0, layers.get(0).groups().get(0).inputs());
    for (int l = 0; l < layers.size(); l++) {
      int units = layers.get(l).units();
      BitSet next = new BitSet();
      mask.layers().get(l).stream()
          .filter(link -> reachedSource(sources, link / units))
          .forEach(link -> next.set(link % units));
      sources.clear();
      sources.or(next);
    }
    return sources.cardinality();
  }

  private static boolean reachedSource(BitSet sources, int input) {
    return sources.get(input);
  }

  private static int live(LinkLayer layer) {
    return layer.groups().stream().mapToInt(DenseLayer::liveLinks).sum();
  }

  private static LinkLayer layer(String name, int inputs, int outputs) {
    float[] weights = new float[inputs * outputs];
    Arrays.fill(weights, 1f);
    return LinkLayer.of(
        new DenseLayer(name, inputs, outputs, weights, new float[outputs], Activation.RELU));
  }

  private static float[] numbers(LinkLayer layer, SplittableRandom random) {
    float[] numbers = new float[layer.links()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextDouble();
    }
    return numbers;
  }
}
