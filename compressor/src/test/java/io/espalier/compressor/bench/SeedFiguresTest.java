package io.espalier.compressor.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeedFiguresTest {
  private final List<String> told = new ArrayList<>();
  private final SeedFigures figures = new SeedFigures("points", told::add);

  @Test
  void figures_areMeansAndDeviationsHeldAgainstTheirGoals() {
    figures.atMost("drop", 0.5);
    figures.add("drop", 0.2);
    figures.add("drop", 0.6);

    List<Figure> shown = figures.figures();

    assertThat(shown).extracting(Figure::name).containsExactly("drop", "drop/sd");
    assertThat(shown.get(0).value()).isCloseTo(0.4, within(1e-12));
    assertThat(shown.get(0).holds()).contains(true);
    assertThat(shown.get(1).value()).isCloseTo(Math.sqrt(0.08), within(1e-12));
  }

  @Test
  void figures_ofOneSeedHaveNoDeviation() {
    figures.add("gain", 3);
    figures.atLeast("gain", 4);

    assertThat(figures.figures()).singleElement().matches(gain -> !gain.holds().orElseThrow());
    assertThat(told).containsExactly("gain: 3.00 points");
  }
}
