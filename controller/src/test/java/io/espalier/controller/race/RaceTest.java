package io.espalier.controller.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RaceTest {
  private static final Race TWO = new Race(2, 0, 1, 0.05, 3);

  @Test
  void race_findsThePlantedBestWithHalfTheTrials_seeds0To199() {
    List<PlantedGrid.Outcome> outcomes =
        LongStream.range(0, 200).mapToObj(PlantedGrid::race).toList();

    long won = outcomes.stream().filter(PlantedGrid.Outcome::bestWins).count();
    double trials = outcomes.stream().mapToInt(PlantedGrid.Outcome::trials).average().orElseThrow();
    double covered = outcomes.stream().mapToLong(PlantedGrid.Outcome::covered).average().orElse(0);
    assertThat(won).isGreaterThanOrEqualTo(190);
    assertThat(trials / PlantedGrid.wholeGrid()).isLessThanOrEqualTo(0.5);
    assertThat(covered / PlantedGrid.variants()).isBetween(0.93, 0.97);
  }

  @Test
  void race_dropsTheBestAsSeldomAsItSays_whereRivalsAreClose_seeds0To399() {
    long dropped = LongStream.range(0, 400).filter(RaceTest::bestOfCloseRivalsIsDropped).count();

    assertThat(dropped / 400.0).isLessThanOrEqualTo(0.05);
  }

  @Test
  void look_dropsWhatIsClearlyBehind() {
    assertThat(TWO.look(List.of(entry("a", 9, 9.1, 8.9), entry("b", 5, 5.1, 4.8))))
        .singleElement()
        .satisfies(
            drop -> {
              assertThat(drop.variant()).isEqualTo("b");
              assertThat(drop.reason()).startsWith("a is better by 4.033 (n 3, p 3.4e-05");
            });
  }

  @Test
  void look_keepsWhatWasNotMeasuredOften() {
    assertThat(TWO.look(List.of(entry("a", 9, 9.1, 8.9), entry("b", 5, 5.1)))).isEmpty();
    assertThat(TWO.look(List.of(entry("a", 9, 9.1, 8.9), entry("b")))).isEmpty();
  }

  @Test
  void look_comparesNothingAcrossBlocks() {
    Entry elsewhere = new Entry("b", Map.of("seed 0 on pi5", 5.0, "seed 1 on pi5", 5.1), List.of());

    assertThat(new Race(2, 0, 1, 0.5, 2).look(List.of(entry("a", 9, 9.1), elsewhere))).isEmpty();
  }

  @Test
  void look_dropsWhatMissesAConstraintAnywhere_andLetsItDropNothing() {
    Race constrained = new Race(2, 1, 1, 0.05, 3);
    List<Double> holds = List.of(-1.0, -1.1, -0.9);
    List<Double> misses = List.of(1.0, 1.1, 0.9);
    Entry best = new Entry("a", entry("a", 9, 9.1, 8.9).worth(), limits(holds, misses));
    Entry rival = new Entry("b", entry("b", 5, 5.1, 4.8).worth(), limits(holds, holds));

    assertThat(constrained.look(List.of(best, rival)))
        .singleElement()
        .satisfies(
            drop -> {
              assertThat(drop.variant()).isEqualTo("a");
              assertThat(drop.reason()).startsWith("misses a constraint by 1.000 on pi5 (n 3, p ");
            });
  }

  @Test
  void race_refusesAnErrorRateThatIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Race(2, 0, 1, 1, 3))
        .withMessage("race: expected an error rate in (0, 1), found 1.0");
  }

  private static List<Map<String, List<Double>>> limits(List<Double> pi4, List<Double> pi5) {
    return List.of(Map.of("pi4", pi4, "pi5", pi5));
  }

  private static Entry entry(String variant, double... worth) {
    Map<String, Double> blocks = new HashMap<>();
    for (int i = 0; i < worth.length; i++) {
      blocks.put("seed " + i, worth[i]);
    }
    return new Entry(variant, blocks, List.of());
  }

  /** Five rivals half a spread behind, ten blocks. */
  private static boolean bestOfCloseRivalsIsDropped(long seed) {
    Random random = new Random(seed);
    Race race = new Race(6, 0, 7, 0.05, 3);
    double[][] worth = new double[6][10];
    for (int variant = 0; variant < 6; variant++) {
      for (int block = 0; block < 10; block++) {
        worth[variant][block] = (variant == 0 ? 0.1 : 0) + 0.2 * random.nextGaussian();
      }
    }
    Set<String> running = new HashSet<>(Set.of("0", "1", "2", "3", "4", "5"));
    for (int blocks = 3; blocks < 10; blocks++) {
      int now = blocks;
      List<Entry> entries =
          running.stream()
              .map(v -> entry(v, Arrays.copyOf(worth[Integer.parseInt(v)], now)))
              .toList();
      race.look(entries).forEach(drop -> running.remove(drop.variant()));
    }
    return !running.contains("0");
  }
}
