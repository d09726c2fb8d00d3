package io.espalier.controller.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.shared.artifact.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MethodContrastTest {
  @Test
  void all_pairsBySeed_soThatWhatSeedsShareCancels() {
    // Differences of 100, 110 and 90 images of 10,000, beside seeds that differ by 1,000.
    List<TrialRow> rows =
        List.of(
            row(0, "a", 9_100),
            row(0, "b", 9_000),
            row(1, "a", 8_110),
            row(1, "b", 8_000),
            row(2, "a", 7_090),
            row(2, "b", 7_000),
            row(3, "a", 5_000));

    MethodContrast contrast = MethodContrast.all(rows).get(0);

    assertThat(MethodContrast.all(rows)).hasSize(1);
    assertThat(contrast.first() + " " + contrast.second()).isEqualTo("a b");
    assertThat(contrast.difference().n()).isEqualTo(3);
    assertThat(contrast.difference().mean()).isCloseTo(0.01, within(1e-12));
    // t = 0.01 / (0.001 / √3) = 17.32 with two degrees of freedom.
    assertThat(contrast.p()).isCloseTo(0.00332, within(1e-5));
    assertThat(contrast.halfWidth()).isCloseTo(4.3027 * 0.001 / Math.sqrt(3), within(1e-6));
  }

  @Test
  void all_correctsForEveryContrast() {
    List<TrialRow> rows = new ArrayList<>();
    for (int seed = 0; seed < 3; seed++) {
      rows.add(row(seed, "a", 9_100 + 10 * seed));
      rows.add(row(seed, "b", 9_000));
      rows.add(row(seed, "c", 9_090 - 13 * seed));
    }

    assertThat(MethodContrast.all(rows))
        .extracting(contrast -> contrast.first() + contrast.second())
        .containsExactly("ab", "ac", "bc");
    assertThat(MethodContrast.all(rows.stream().filter(r -> !r.method().equals("c")).toList()))
        .singleElement()
        .satisfies(
            alone -> assertThat(alone.p() * 3).isEqualTo(MethodContrast.all(rows).get(0).p()));
  }

  @Test
  void interval_coversTheTruth19TimesOf20_seeds0To1999() {
    int covered = 0;
    for (int run = 0; run < 2_000; run++) {
      Random random = new Random(run);
      List<TrialRow> rows = new ArrayList<>();
      for (int seed = 0; seed < 5; seed++) {
        int shared = (int) (100 * random.nextGaussian());
        rows.add(row(seed, "a", 8_050 + shared + (int) Math.rint(40 * random.nextGaussian())));
        rows.add(row(seed, "b", 8_000 + shared + (int) Math.rint(40 * random.nextGaussian())));
      }
      MethodContrast contrast = MethodContrast.all(rows).get(0);
      covered += Math.abs(contrast.difference().mean() - 0.005) <= contrast.halfWidth() ? 1 : 0;
    }
    assertThat(covered / 2_000.0).isBetween(0.93, 0.97);
  }

  @Test
  void all_comparesWhatWasMeasured() {
    List<TrialRow> rows = new ArrayList<>();
    for (int seed = 0; seed < 3; seed++) {
      rows.add(
          Rows.judged(new Trial(seed, "a", 0.5, Precision.FP32), null, null, 0.8 + seed / 64.0));
      rows.add(Rows.judged(new Trial(seed, "b", 0.5, Precision.FP32), null, null, 0.75));
    }

    assertThat(MethodContrast.all(rows).get(0).difference().mean())
        .isCloseTo(0.05 + 1 / 64.0, within(1e-12));
  }

  @Test
  void all_isEmpty_whereNoSeedIsShared() {
    assertThat(MethodContrast.all(List.of(row(0, "a", 9_000), row(1, "b", 9_000)))).isEmpty();
  }

  private static TrialRow row(long seed, String method, int correct) {
    return Rows.measured(new Trial(seed, method, 0.5, Precision.FP32), correct, 20);
  }
}
