package io.espalier.compressor.gradual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.prune.PruningMask;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.score.LinkScores;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnitsFirstTest {
  private static final List<LinkLayer> LAYERS = List.of(layer("a", 10, 8), layer("b", 8, 10));

  @Test
  void choose_keepsTheBestUnitsAndOnlyTheirLinks() {
    UnitsFirst rule = new UnitsFirst(MaskRule.ACROSS_LAYERS, 0.5, 1);

    PruningMask mask = rule.choose(LAYERS, scores(), new Sparsity(0.75));

    // Half of the units stay at a quarter of the links: with even scores for all, the last four.
    assertThat(mask.kept()).isEqualTo(40);
    assertThat(mask.layers().get(0).stream().map(link -> link % 8)).allMatch(unit -> unit >= 4);
    assertThat(mask.layers().get(1).stream().map(link -> link / 10)).allMatch(unit -> unit >= 4);
  }

  @Test
  void choose_leavesAsManyUnitsAsAskedInAnyCase() {
    UnitsFirst rule = new UnitsFirst(MaskRule.ACROSS_LAYERS, 2, 6);

    PruningMask mask = rule.choose(LAYERS, scores(), new Sparsity(0.3));

    assertThat(mask.layers().get(0).stream().map(link -> link % 8).distinct()).hasSize(6);
  }

  @Test
  void unitsFirst_refusesToKeepNoUnit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new UnitsFirst(MaskRule.UNIFORM, 0.5, 0))
        .withMessage("units: expected an exponent above 0 and at least 1 unit, found 0.5 and 0");
  }

  /** The links of a unit are all worth its number, and a little. */
  private static LinkScores scores() {
    float[] into = new float[80];
    float[] outOf = new float[80];
    for (int link = 0; link < 80; link++) {
      into[link] = 1 + link % 8;
      outOf[link] = 1 + link / 10;
    }
    return new LinkScores(List.of(into, outOf));
  }

  private static LinkLayer layer(String name, int inputs, int outputs) {
    return LinkLayer.of(
        new DenseLayer(
            name,
            inputs,
            outputs,
            new float[inputs * outputs],
            new float[outputs],
            Activation.RELU));
  }
}
