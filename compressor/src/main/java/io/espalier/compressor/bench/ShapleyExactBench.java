package io.espalier.compressor.bench;

import io.espalier.compressor.graph.CalibratedMlp;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.score.ShapleyExact;
import java.util.List;
import java.util.function.Consumer;

/**
 * How long the closed forms, rank and quadratic diagnostic, take for all links over 60,000 samples,
 * beside their matrix products alone.
 */
final class ShapleyExactBench implements Benchmark {
  private static final int SAMPLES = 60_000;
  private static final int RUNS = 5;

  @Override
  public String name() {
    return "shapley-exact";
  }

  @Override
  public List<Figure> measure(Consumer<String> progress) throws Exception {
    try (Workers workers = Workers.onEveryCore("shapley-exact")) {
      progress.accept("trains the network");
      MnistAutoencoder autoencoder = MnistAutoencoder.train(workers);
      CalibratedMlp model = autoencoder.calibrated(SAMPLES);
      progress.accept("multiplies matrices");
      double products =
          Stopwatch.seconds(
              RUNS, () -> LayerProducts.forwardAndBack(model.network(), SAMPLES, workers));
      progress.accept("scores");
      ShapleyExact scorer = new ShapleyExact(workers);
      double both = Stopwatch.seconds(RUNS, () -> scorer.closedForms(model));
      double rank = Stopwatch.seconds(RUNS, () -> scorer.score(model, 0));
      return List.of(
          Figure.of("shapley-exact/rank and quadratic", both, "s").above(products).atMost(2),
          Figure.of("shapley-exact/over its products", both / products, "×").atMost(1.5),
          Figure.of("shapley-exact/rank", rank, "s"));
    }
  }
}
