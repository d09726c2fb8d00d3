package io.espalier.compressor.bench;

import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.data.Datasets;
import io.espalier.compressor.gradual.GradualPruning;
import io.espalier.compressor.gradual.MaskRule;
import io.espalier.compressor.gradual.PruningSchedule;
import io.espalier.compressor.gradual.UnitsFirst;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.prune.BiasCorrection;
import io.espalier.compressor.prune.DeadUnits;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.score.Fisher;
import io.espalier.compressor.tflite.ModelTimer;
import io.espalier.compressor.tflite.TfLiteWriter;
import io.espalier.compressor.tflite.Timing;
import io.espalier.compressor.train.Course;
import io.espalier.compressor.train.Lesson;
import io.espalier.compressor.train.Trainer;
import io.espalier.compressor.train.TrainingRecipe;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.artifact.Provenance;
import io.espalier.shared.wire.WireCoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * How much faster an autoencoder of 434,176 links is when 95% of them are pruned, whole units
 * first, what is dead is taken out and the rest is quantised, how many fewer bytes it is on the
 * wire, and what that costs in accuracy.
 */
final class SpeedBench implements Benchmark {
  private static final TrainingRecipe RECIPE =
      new TrainingRecipe(List.of(784, 256, 64, 256, 784), 20);
  private static final Sparsity TARGET = new Sparsity(0.95);
  private static final MaskRule RULE = new UnitsFirst(MaskRule.ACROSS_LAYERS, 0.5, 48);
  private static final double TEACHERS_SHARE = 0.5;

  private final int seeds;

  /** With as many networks as the options ask for. */
  SpeedBench(BenchmarkOptions options) {
    seeds = options.seeds();
  }

  @Override
  public String name() {
    return "speed";
  }

  @Override
  public List<Figure> measure(Consumer<String> progress) throws Exception {
    SeedFigures drops = new SeedFigures("points", progress);
    drops.atMost("speed/drop", 1.0);
    SeedFigures ratios = new SeedFigures("times", progress);
    ratios.atLeast("speed/faster", 8);
    ratios.atLeast("speed/smaller", 40);
    Dataset data = Datasets.mnist();
    try (Workers workers = Workers.onEveryCore("speed")) {
      for (int seed = 0; seed < seeds; seed++) {
        progress.accept("seed %d of %d".formatted(seed + 1, seeds));
        trial(data, workers, seed, drops, ratios);
      }
    }
    List<Figure> figures = new ArrayList<>(ratios.figures());
    figures.addAll(drops.figures());
    return figures;
  }

  private static void trial(
      Dataset data, Workers workers, long seed, SeedFigures drops, SeedFigures ratios)
      throws InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    Mlp dense =
        new Trainer(RECIPE, workers)
            .train(data.trainImages(), random.nextLong(), (epoch, fraction, loss) -> {});
    Mlp small = DeadUnits.remove(pruned(dense, data, workers, random.nextLong()));
    ReconstructionJudge judge = new ReconstructionJudge(data);
    double baseline = judge.accuracy(dense, Precision.FP32, judge.fitHead(dense));
    drops.add("speed/drop", baseline - judge.accuracy(small, Precision.INT8, judge.fitHead(small)));
    byte[] before = file(dense, Precision.FP32);
    byte[] after = file(small, Precision.INT8);
    List<Timing> timings = ModelTimer.usual().together(List.of(before, after), Optional.empty());
    ratios.add("speed/faster", timings.get(0).micros() / timings.get(1).micros());
    ratios.add("speed/smaller", wire(before) / (double) wire(after));
  }

  private static Mlp pruned(Mlp dense, Dataset data, Workers workers, long seed)
      throws InterruptedException {
    PruningSchedule schedule =
        new PruningSchedule(
            PruningSchedule.USUAL.rounds().stream()
                .filter(round -> round.sparsity().compareTo(TARGET) <= 0)
                .toList());
    return new GradualPruning(
            new Fisher(workers), RULE, new BiasCorrection(), Course.of(1), workers)
        .prune(
            dense,
            Lesson.reconstruction(data.trainImages()).distilledFrom(dense, TEACHERS_SHARE),
            schedule,
            seed,
            (epoch, fraction, loss) -> {},
            (sparsity, network, mask) -> {});
  }

  /** Both are coded on their way. */
  private static int wire(byte[] file) {
    return WireCoding.encode(file).bytes().length;
  }

  private static byte[] file(Mlp network, Precision precision) {
    return TfLiteWriter.write(network, precision, Provenance.ofThisBuild(new TreeMap<>()));
  }
}
