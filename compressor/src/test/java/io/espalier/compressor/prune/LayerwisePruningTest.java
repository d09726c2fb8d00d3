package io.espalier.compressor.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.CalibratedMlp;
import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.score.ForwardSelection;
import io.espalier.compressor.score.LinkScores;
import io.espalier.compressor.score.Magnitude;
import io.espalier.compressor.score.RandomLayers;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class LayerwisePruningTest {
  private static final Workers WORKERS = new Workers("test", 2);
  private static final Mlp NETWORK =
      new Mlp(
          List.of(
              RandomLayers.layer(12, 9, Activation.RELU, 1),
              RandomLayers.layer(9, 6, Activation.RELU, 2),
              RandomLayers.layer(6, 12, Activation.SIGMOID, 3)));
  private static final LinkModel MODEL =
      new CalibratedMlp(NETWORK, new Matrix(400, 12, RandomLayers.input(4800, 4)));
  private static final LinkScores MAGNITUDES = new Magnitude().score(MODEL, 0);
  private static final SparsityBudget HALF =
      SparsityBudget.uniform(MODEL.layers(), new Sparsity(0.5), Scope.LAYER);

  @AfterAll
  static void endThreads() {
    WORKERS.close();
  }

  @Test
  void prune_withoutRepairIsPlainPruning() throws InterruptedException {
    LayerwisePruning.Result result = pruned(LayerScorer.given(MAGNITUDES), LayerRepair.NONE);

    PruningMask mask = HALF.mask(MODEL.layers(), MAGNITUDES);
    assertThat(result.mask()).isEqualTo(mask);
    assertThat(result.layers().get(1).groups().get(0).weights())
        .isEqualTo(Pruner.prune(NETWORK, mask).layers().get(1).weights());
  }

  @Test
  void prune_comesNearerTheMoreItRepairs() throws InterruptedException {
    double plain = error(pruned(LayerScorer.given(MAGNITUDES), LayerRepair.NONE));
    double mean = error(pruned(LayerScorer.given(MAGNITUDES), new BiasCorrection()));
    double refit = error(pruned(LayerScorer.given(MAGNITUDES), new SurvivorRefit(WORKERS)));
    double chosen = error(pruned(LayerScorer.choosing(HALF, WORKERS), new SurvivorRefit(WORKERS)));

    assertThat(mean).isLessThan(plain);
    assertThat(refit).isLessThan(mean);
    assertThat(chosen).isLessThan(refit);
  }

  @Test
  void prune_keepsOnlyWhatTheMaskSays() throws InterruptedException {
    LayerwisePruning.Result result =
        pruned(LayerScorer.afresh(new ForwardSelection(WORKERS, 1), 0), new SurvivorRefit(WORKERS));

    for (int l = 0; l < 3; l++) {
      float[] weights = result.layers().get(l).groups().get(0).weights();
      BitSet live = new BitSet();
      for (int i = 0; i < weights.length; i++) {
        live.set(i, weights[i] != 0);
      }
      assertThat(live).isEqualTo(result.mask().layers().get(l));
      assertThat(live.cardinality()).isEqualTo(weights.length / 2);
    }
  }

  @Test
  void refit_ofEverythingGivesTheLayerBack() throws InterruptedException {
    LayerwisePruning.Result result =
        new LayerwisePruning(
                WORKERS,
                LayerScorer.given(MAGNITUDES),
                SparsityBudget.uniform(MODEL.layers(), Sparsity.NONE, Scope.LAYER)::select,
                new SurvivorRefit(WORKERS))
            .prune(MODEL);

    // The ridge shrinks weights by about a thousandth.
    assertThat(result.layers().get(0).groups().get(0).weights())
        .containsExactly(NETWORK.layers().get(0).weights(), within(5e-3f));
  }

  @Test
  void refit_ofAUnitWithoutLinksIsTheMean() throws InterruptedException {
    LayerwisePruning.Result result =
        new LayerwisePruning(
                WORKERS,
                LayerScorer.given(MAGNITUDES),
                (layer, shape, scores) -> new BitSet(),
                new SurvivorRefit(WORKERS))
            .prune(MODEL);

    assertThat(result.layers().get(2).groups().get(0).weights()).containsOnly(0f);
    assertThat(result.layers().get(2).groups().get(0).bias())
        .containsExactly(MODEL.run(0).batch(2, 0).sums().columnMeans(), within(1e-4f));
  }

  private static LayerwisePruning.Result pruned(LayerScorer scorer, LayerRepair repair)
      throws InterruptedException {
    return new LayerwisePruning(WORKERS, scorer, HALF::select, repair).prune(MODEL);
  }

  /** The mean squared error of the last sums. */
  private static double error(LayerwisePruning.Result result) {
    float[] sums = MODEL.with(result.layers()).run(0).batch(2, 0).sums().values();
    float[] dense = MODEL.run(0).batch(2, 0).sums().values();
    double error = 0;
    for (int i = 0; i < sums.length; i++) {
      error += (sums[i] - dense[i]) * (sums[i] - dense[i]);
    }
    return error / sums.length;
  }
}
