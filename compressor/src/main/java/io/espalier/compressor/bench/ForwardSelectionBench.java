package io.espalier.compressor.bench;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.CalibratedMlp;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.prune.LayerScorer;
import io.espalier.compressor.prune.LayerwisePruning;
import io.espalier.compressor.prune.Scope;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.prune.SparsityBudget;
import io.espalier.compressor.prune.SurvivorRefit;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * How long forward selection with refit takes at 95%: on the autoencoder, and on a layer of 4096
 * inputs of which each is half its own and half shared with others.
 */
final class ForwardSelectionBench implements Benchmark {
  private static final Sparsity SPARSITY = new Sparsity(0.95);
  private static final int SAMPLES = 10_000;
  private static final int WIDE = 4096;
  private static final int FEW = 128;
  private static final int CAUSES = 512;

  private final boolean lengthy;

  /**
   * The benchmark.
   *
   * @param lengthy whether all 4096 units of the wide layer are measured, not only 128
   */
  ForwardSelectionBench(boolean lengthy) {
    this.lengthy = lengthy;
  }

  @Override
  public String name() {
    return "forward-selection";
  }

  @Override
  public List<Figure> measure(Consumer<String> progress) throws Exception {
    try (Workers workers = Workers.onEveryCore("forward-selection")) {
      progress.accept("trains the network");
      CalibratedMlp model = MnistAutoencoder.train(workers).calibrated(SAMPLES);
      progress.accept("selects in the autoencoder");
      double products =
          Stopwatch.seconds(3, () -> LayerProducts.moments(model.network(), SAMPLES, workers));
      double time = Stopwatch.seconds(3, () -> prune(model, workers));
      int units = lengthy ? WIDE : FEW;
      CalibratedMlp wide = wide(units);
      progress.accept("selects in a layer of " + WIDE + " × " + units);
      Figure ofWide =
          Figure.of(
              "forward-selection/%d × %d with refit".formatted(WIDE, units),
              Stopwatch.seconds(1, () -> prune(wide, workers)),
              "s");
      return List.of(
          Figure.of("forward-selection/autoencoder with refit", time, "s")
              .above(products)
              .atMost(4),
          // Few units share the cost of the moments less well, so they have no goal.
          lengthy ? ofWide.atMost(300) : ofWide);
    }
  }

  private static void prune(CalibratedMlp model, Workers workers) throws InterruptedException {
    SparsityBudget budget = SparsityBudget.uniform(model.layers(), SPARSITY, Scope.LAYER);
    new LayerwisePruning(
            workers,
            LayerScorer.choosing(budget, workers),
            budget::select,
            new SurvivorRefit(workers))
        .prune(model);
  }

  private static CalibratedMlp wide(int units) {
    SplittableRandom random = new SplittableRandom(0);
    Matrix causes = new Matrix(SAMPLES, CAUSES, numbers(SAMPLES * CAUSES, random));
    Matrix inputs = causes.times(new Matrix(CAUSES, WIDE, numbers(CAUSES * WIDE, random)));
    double spread = Math.sqrt(CAUSES / 3.0);
    for (int i = 0; i < inputs.values().length; i++) {
      inputs.values()[i] += (float) (spread * random.nextDouble(-1, 1));
    }
    DenseLayer layer =
        new DenseLayer(
            "wide", WIDE, units, numbers(WIDE * units, random), new float[units], Activation.RELU);
    return new CalibratedMlp(new Mlp(List.of(layer)), inputs);
  }

  private static float[] numbers(int count, SplittableRandom random) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextDouble(-1, 1);
    }
    return numbers;
  }
}
