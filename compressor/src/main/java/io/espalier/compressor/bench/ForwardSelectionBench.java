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
 * units with 4096 inputs, of which each is half its own and half shared with others.
 */
final class ForwardSelectionBench implements Benchmark {
  private static final Sparsity SPARSITY = new Sparsity(0.95);
  private static final int SAMPLES = 10_000;
  private static final int WIDE = 4096;
  private static final int CAUSES = 512;

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
      CalibratedMlp wide = wide();
      progress.accept("selects in a layer of %d × %d, for minutes".formatted(WIDE, WIDE));
      double ofWide = Stopwatch.seconds(1, () -> prune(wide, workers));
      return List.of(
          Figure.of("forward-selection/autoencoder with refit", time, "s")
              .above(products)
              .atMost(4),
          Figure.of("forward-selection/%d × %d with refit".formatted(WIDE, WIDE), ofWide, "s")
              .atMost(300));
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

  private static CalibratedMlp wide() {
    SplittableRandom random = new SplittableRandom(0);
    Matrix causes = new Matrix(SAMPLES, CAUSES, numbers(SAMPLES * CAUSES, random));
    Matrix inputs = causes.times(new Matrix(CAUSES, WIDE, numbers(CAUSES * WIDE, random)));
    double spread = Math.sqrt(CAUSES / 3.0);
    for (int i = 0; i < inputs.values().length; i++) {
      inputs.values()[i] += (float) (spread * random.nextDouble(-1, 1));
    }
    DenseLayer layer =
        new DenseLayer(
            "wide", WIDE, WIDE, numbers(WIDE * WIDE, random), new float[WIDE], Activation.RELU);
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
