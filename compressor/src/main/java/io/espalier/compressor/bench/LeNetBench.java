package io.espalier.compressor.bench;

import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.data.Datasets;
import io.espalier.compressor.evaluate.Evaluator;
import io.espalier.compressor.gradual.GradualPruning;
import io.espalier.compressor.gradual.MaskRule;
import io.espalier.compressor.gradual.PruningSchedule;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.prune.BiasCorrection;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.score.Fisher;
import io.espalier.compressor.tflite.TfLiteRunner;
import io.espalier.compressor.tflite.TfLiteWriter;
import io.espalier.compressor.train.Course;
import io.espalier.compressor.train.Fitter;
import io.espalier.compressor.train.Lesson;
import io.espalier.compressor.train.Shifts;
import io.espalier.compressor.train.TrainingListener;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.artifact.Provenance;
import io.espalier.shared.wire.WireCoding;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * How many test digits LeNet-300-100, the network of 266,200 links that pruning is traditionally
 * measured on, gets wrong when it is pruned gradually. Images are moved by up to one pixel while it
 * learns.
 */
final class LeNetBench implements Benchmark {
  private static final List<Integer> WIDTHS = List.of(784, 300, 100, 10);
  private static final List<Integer> SHOWN = List.of(83, 88, 92, 95, 97, 98);
  private static final int DENSE_EPOCHS = 20;
  private static final Course COURSE = new Course(DENSE_EPOCHS, 256, 2e-3, 5e-5);
  private static final PruningSchedule SCHEDULE =
      new PruningSchedule(
          Stream.of(40, 60, 73, 83, 88, 92, 95, 97, 98)
              .map(
                  percent ->
                      new PruningSchedule.Round(
                          new Sparsity(percent / 100.0), percent < 83 ? 3 : 10))
              .toList());
  private static final double TEACHERS_SHARE = 0.5;
  private static final TrainingListener QUIET = (epoch, fraction, loss) -> {};

  private final int seeds;

  /** With as many networks as the options ask for. */
  LeNetBench(BenchmarkOptions options) {
    seeds = options.seeds();
  }

  @Override
  public String name() {
    return "lenet";
  }

  @Override
  public List<Figure> measure(Consumer<String> progress) throws Exception {
    SeedFigures figures = new SeedFigures("%", progress);
    figures.atMost(error(95, Precision.FP32), 1.8);
    figures.atMost(error(98, Precision.FP32), 2.2);
    // Deep Compression's mark (S. Han et al. 2016) is of one network, in error and bytes.
    figures.atMost(error(95, Precision.INT8), 1.64);
    SeedFigures bytes = new SeedFigures("bytes", progress);
    bytes.atMost(wire(95), 27_000);
    Dataset data = Datasets.mnist();
    try (Workers workers = Workers.onEveryCore("lenet")) {
      for (int seed = 0; seed < seeds; seed++) {
        progress.accept("seed %d of %d".formatted(seed + 1, seeds));
        trial(data, workers, seed, figures, bytes);
      }
    }
    return Stream.concat(figures.figures().stream(), bytes.figures().stream()).toList();
  }

  private static void trial(
      Dataset data, Workers workers, long seed, SeedFigures figures, SeedFigures bytes)
      throws InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    Lesson lesson =
        Lesson.classification(data.trainImages(), data.trainLabels(), data.classes())
            .shifted(new Shifts(28, 28, 1));
    Mlp start = Fitter.untrainedClassifier(WIDTHS, random.nextLong());
    Mlp dense =
        new Fitter(workers).fit(start, lesson, Course.of(DENSE_EPOCHS), random.nextLong(), QUIET);
    figures.add(error(0, Precision.FP32), error(data, dense, Precision.FP32));
    new GradualPruning(
            new Fisher(workers), MaskRule.ACROSS_LAYERS, new BiasCorrection(), COURSE, workers)
        .prune(
            dense,
            lesson.distilledFrom(dense, TEACHERS_SHARE),
            SCHEDULE,
            random.nextLong(),
            QUIET,
            (sparsity, network, mask) -> {
              int percent = (int) Math.round(100 * sparsity.share());
              if (SHOWN.contains(percent)) {
                for (Precision precision : List.of(Precision.FP32, Precision.INT8)) {
                  figures.add(error(percent, precision), error(data, network, precision));
                }
                bytes.add(
                    wire(percent), WireCoding.encode(file(network, Precision.INT8)).bytes().length);
              }
            });
  }

  private static String error(int percent, Precision precision) {
    return "lenet/%d/%s/error".formatted(percent, precision.label());
  }

  private static String wire(int percent) {
    return "lenet/%d/int8/wire".formatted(percent);
  }

  /** The percentage of test images that the written file gets wrong. */
  private static double error(Dataset data, Mlp network, Precision precision) {
    try (TfLiteRunner runner = TfLiteRunner.open(file(network, precision), 1)) {
      return 100 * (1 - Evaluator.accuracy(runner.run(data.testImages()), data.testLabels()));
    }
  }

  private static byte[] file(Mlp network, Precision precision) {
    return TfLiteWriter.write(network, precision, Provenance.ofThisBuild(new TreeMap<>()));
  }
}
