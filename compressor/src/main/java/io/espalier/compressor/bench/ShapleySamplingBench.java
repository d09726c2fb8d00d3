package io.espalier.compressor.bench;

import io.espalier.compressor.graph.CalibratedMlp;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.score.LinkScores;
import io.espalier.compressor.score.ScoringOptions;
import io.espalier.compressor.score.ShapleySampling;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What sampling Shapley values of all links costs, how sure the scores are, and how near their
 * ranking comes to that of ten times the work: four times the samples, two and a half times the
 * orders.
 */
final class ShapleySamplingBench implements Benchmark {
  private static final ScoringOptions BUDGET = new ScoringOptions(2048, 4, 0, 0);
  private static final ScoringOptions TENFOLD = new ScoringOptions(8192, 10, 0, 0);
  private static final int SAMPLES = 10_000;

  @Override
  public String name() {
    return "shapley";
  }

  @Override
  public List<Figure> measure(Consumer<String> progress) throws Exception {
    List<Figure> figures = new ArrayList<>();
    try (Workers workers = Workers.onEveryCore("shapley")) {
      progress.accept("trains the network");
      CalibratedMlp model = MnistAutoencoder.train(workers).calibrated(SAMPLES);
      progress.accept("samples");
      long start = System.nanoTime();
      LinkScores scores = new ShapleySampling(workers, BUDGET).score(model, 1);
      figures.add(Figure.of("shapley/time", (System.nanoTime() - start) / 1e9, "s").atMost(60));
      progress.accept("samples ten times as much");
      LinkScores tenfold = new ShapleySampling(workers, TENFOLD).score(model, 2);
      figures.addAll(quality(model, scores, tenfold));
      progress.accept("varies the number of links");
      figures.add(linearity(model, workers));
      progress.accept("varies the number of samples");
      figures.add(memory(model, workers));
    }
    return figures;
  }

  private static List<Figure> quality(LinkModel model, LinkScores scores, LinkScores tenfold) {
    List<Figure> figures = new ArrayList<>();
    for (int l = 0; l < scores.layers().size(); l++) {
      String layer = "shapley/" + model.layers().get(l).name();
      float[] ofLayer = scores.layers().get(l);
      double[] errors = relative(scores.standardErrors().get(l), ofLayer);
      figures.add(
          Figure.of(
                  layer + "/spearman with tenfold",
                  Spearman.correlation(ofLayer, tenfold.layers().get(l)),
                  "")
              .atLeast(0.99));
      figures.add(
          Figure.of(layer + "/median standard error", 100 * errors[errors.length / 2], "%"));
      figures.add(
          Figure.of(layer + "/largest standard error", 100 * errors[errors.length - 1], "%"));
    }
    return figures;
  }

  /** The standard errors of scores above 0, relative to them, in ascending order. */
  private static double[] relative(float[] errors, float[] scores) {
    return IntStream.range(0, scores.length)
        .filter(i -> scores[i] > 0)
        .mapToDouble(i -> errors[i] / (double) scores[i])
        .sorted()
        .toArray();
  }

  /** The power of the number of links that time grows with, if each unit is there four times. */
  private static Figure linearity(CalibratedMlp model, Workers workers)
      throws InterruptedException {
    ShapleySampling scorer = new ShapleySampling(workers);
    LinkModel one = copies(model, 1);
    LinkModel four = copies(model, 4);
    double ofOne = Stopwatch.seconds(3, () -> scorer.score(one, 0));
    double ofFour = Stopwatch.seconds(3, () -> scorer.score(four, 0));
    double power = Math.log(ofFour / ofOne) / Math.log(4);
    return Figure.of("shapley/power of links that time grows with", power, "").atMost(1.1);
  }

  /** The first layer alone, with each unit repeated. */
  private static LinkModel copies(CalibratedMlp model, int copies) {
    DenseLayer layer = model.network().layers().get(0);
    int m = layer.outputs();
    float[] weights = new float[copies * layer.links()];
    float[] bias = new float[copies * m];
    for (int c = 0; c < copies; c++) {
      System.arraycopy(layer.bias(), 0, bias, c * m, m);
      for (int i = 0; i < layer.inputs(); i++) {
        System.arraycopy(layer.weights(), i * m, weights, (i * copies + c) * m, m);
      }
    }
    DenseLayer repeated =
        new DenseLayer("copies", layer.inputs(), copies * m, weights, bias, layer.activation());
    return new CalibratedMlp(new Mlp(List.of(repeated)), model.samples());
  }

  /** What is on the heap at the end of ten times the samples, beyond that of once. */
  private static Figure memory(CalibratedMlp model, Workers workers) throws InterruptedException {
    ScoringOptions all = new ScoringOptions(Integer.MAX_VALUE, 1, 0, 0);
    ShapleySampling scorer = new ShapleySampling(workers, all);
    LinkModel few = model.sampled(256, new SplittableRandom(0));
    RepeatedBatch once = new RepeatedBatch(few, 2);
    RepeatedBatch tenTimes = new RepeatedBatch(few, 20);
    scorer.score(once, 0);
    scorer.score(tenTimes, 0);
    double growth = (tenTimes.heapAtLast() - once.heapAtLast()) / 1e6;
    return Figure.of("shapley/heap at ten times the samples", growth, "MB more").atMost(2);
  }
}
