package io.espalier.compressor.bench;

import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.data.Datasets;
import io.espalier.compressor.linalg.Workers;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * By how many points accuracy drops when an autoencoder of 434,176 links is pruned, one-shot, with
 * repair and fine-tuning, and gradually, and when it is quantised after that.
 */
final class AccuracyBench implements Benchmark {
  private static final Map<Integer, Double> ONE_SHOT = Map.of(83, 1.4, 88, 2.2, 92, 3.5, 95, 5.2);
  private static final Map<Integer, Double> ABOVE_MAGNITUDE =
      Map.of(83, 0.3, 88, 0.5, 92, 0.5, 95, 0.7);
  private static final Map<Integer, Double> TUNED =
      Map.of(83, 0.6, 88, 0.8, 92, 1.0, 95, 1.8, 97, 2.5);
  private static final Map<Integer, Double> GRADUAL =
      Map.of(83, 0.1, 88, 0.2, 92, 0.3, 95, 0.5, 97, 0.8, 98, 1.0);

  private final int seeds;

  /** With as many networks as the options ask for. */
  AccuracyBench(BenchmarkOptions options) {
    seeds = options.seeds();
  }

  @Override
  public String name() {
    return "accuracy";
  }

  @Override
  public List<Figure> measure(Consumer<String> progress) throws Exception {
    SeedFigures figures = new SeedFigures("points", progress);
    setGoals(figures);
    Dataset data = Datasets.mnist();
    try (Workers workers = Workers.onEveryCore("accuracy")) {
      for (int seed = 0; seed < seeds; seed++) {
        int number = seed;
        new AccuracyTrial(
                data,
                workers,
                seed,
                figures,
                step -> progress.accept("seed %d of %d: %s".formatted(number + 1, seeds, step)))
            .run();
      }
    }
    return figures.figures();
  }

  private static void setGoals(SeedFigures figures) {
    ONE_SHOT.forEach((p, most) -> figures.atMost(AccuracyTrial.drop("shapley", p), most));
    ABOVE_MAGNITUDE.forEach((p, least) -> figures.atLeast(AccuracyTrial.aboveMagnitude(p), least));
    TUNED.forEach((p, most) -> figures.atMost(AccuracyTrial.drop("shapley-refit-tuned", p), most));
    GRADUAL.forEach(
        (p, most) -> {
          figures.atMost(AccuracyTrial.drop("gradual", p), most);
          figures.atMost(AccuracyTrial.drop("gradual-fp16", p), 0.05);
          figures.atMost(AccuracyTrial.drop("gradual-int8", p), 0.2);
        });
    figures.atMost(AccuracyTrial.drop("gradual-head-reused", 95), 1.0);
  }
}
