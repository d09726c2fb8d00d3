package io.espalier.compressor.bench;

import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.gradual.GradualPruning;
import io.espalier.compressor.gradual.MaskRule;
import io.espalier.compressor.gradual.PruningSchedule;
import io.espalier.compressor.graph.CalibratedMlp;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.prune.BiasCorrection;
import io.espalier.compressor.prune.LayerScorer;
import io.espalier.compressor.prune.LayerwisePruning;
import io.espalier.compressor.prune.Pruner;
import io.espalier.compressor.prune.PruningMask;
import io.espalier.compressor.prune.Scope;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.prune.SparsityBudget;
import io.espalier.compressor.prune.SurvivorRefit;
import io.espalier.compressor.score.Fisher;
import io.espalier.compressor.score.LinkScores;
import io.espalier.compressor.score.Method;
import io.espalier.compressor.train.Course;
import io.espalier.compressor.train.Fitter;
import io.espalier.compressor.train.Lesson;
import io.espalier.compressor.train.Trainer;
import io.espalier.compressor.train.TrainingListener;
import io.espalier.compressor.train.TrainingRecipe;
import io.espalier.shared.artifact.Precision;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** One seed of {@link AccuracyBench}. */
final class AccuracyTrial {
  private static final TrainingRecipe RECIPE =
      new TrainingRecipe(List.of(784, 256, 64, 256, 784), 20);
  private static final List<Integer> ONE_SHOT = List.of(83, 88, 92, 95);
  private static final List<Integer> TUNED = List.of(83, 88, 92, 95, 97);
  private static final List<Integer> GRADUAL = List.of(83, 88, 92, 95, 97, 98);
  private static final int CALIBRATION_IMAGES = 10_000;
  private static final double TEACHERS_SHARE = 0.5;
  private static final TrainingListener QUIET = (epoch, fraction, loss) -> {};

  private final Dataset data;
  private final Workers workers;
  private final Fitter fitter;
  private final ReconstructionJudge judge;
  private final SeedFigures figures;
  private final Consumer<String> progress;
  private final long training;
  private final long scoring;

  /**
   * A trial that adds what it measures to {@code figures}.
   *
   * @param seed which network, numbered as in experiments
   */
  AccuracyTrial(
      Dataset data, Workers workers, long seed, SeedFigures figures, Consumer<String> progress) {
    this.data = data;
    this.workers = workers;
    this.figures = figures;
    this.progress = progress;
    fitter = new Fitter(workers);
    judge = new ReconstructionJudge(data);
    SplittableRandom random = new SplittableRandom(seed);
    training = random.nextLong();
    scoring = random.nextLong();
  }

  /** The figure of a drop at a percentage of links pruned. */
  static String drop(String method, int percent) {
    return "accuracy/%s/%d/drop".formatted(method, percent);
  }

  /** The figure of how much better {@code shapley} is. */
  static String aboveMagnitude(int percent) {
    return "accuracy/shapley/%d/above-magnitude".formatted(percent);
  }

  /** Trains a network and prunes it in every way. */
  void run() throws InterruptedException {
    progress.accept("trains");
    Mlp dense = new Trainer(RECIPE, workers).train(data.trainImages(), training, QUIET);
    byte[] head = judge.fitHead(dense);
    double baseline = judge.accuracy(dense, Precision.FP32, head);
    figures.add("accuracy/dense", baseline);
    for (Precision precision : List.of(Precision.FP16, Precision.INT8)) {
      figures.add(
          "accuracy/dense-%s/drop".formatted(precision.label()),
          baseline - judge.accuracy(dense, precision, head));
    }
    oneShot(dense, baseline);
    gradual(dense, head, baseline);
  }

  private void oneShot(Mlp dense, double baseline) throws InterruptedException {
    progress.accept("scores by shapley");
    CalibratedMlp model = new CalibratedMlp(dense, data.trainImages());
    LinkScores shapley = Method.SHAPLEY.scorer(workers).score(model, scoring);
    LinkScores magnitude = Method.MAGNITUDE.scorer(workers).score(model, scoring);
    for (int percent : ONE_SHOT) {
      progress.accept("prunes %d%% in one shot".formatted(percent));
      double ours = judged(pruned(dense, shapley, percent));
      double theirs = judged(pruned(dense, magnitude, percent));
      figures.add(drop("shapley", percent), baseline - ours);
      figures.add(drop("magnitude", percent), baseline - theirs);
      figures.add(aboveMagnitude(percent), ours - theirs);
    }
    for (int percent : TUNED) {
      progress.accept("prunes %d%%, refits and fine-tunes".formatted(percent));
      figures.add(
          drop("shapley-refit-tuned", percent), baseline - judged(tuned(dense, shapley, percent)));
    }
  }

  private Mlp tuned(Mlp dense, LinkScores scores, int percent) throws InterruptedException {
    CalibratedMlp model = new CalibratedMlp(dense, data.trainImages().rows(0, CALIBRATION_IMAGES));
    SparsityBudget budget = SparsityBudget.uniform(model.layers(), sparsity(percent), Scope.LAYER);
    LayerwisePruning.Result refitted =
        new LayerwisePruning(
                workers, LayerScorer.given(scores), budget::select, new SurvivorRefit(workers))
            .prune(model);
    Course course = Course.of(percent <= 92 ? 3 : 10);
    return fitter.finetune(
        mlp(refitted.layers()),
        refitted.mask(),
        Lesson.reconstruction(data.trainImages()),
        course,
        scoring,
        QUIET);
  }

  private void gradual(Mlp dense, byte[] denseHead, double baseline) throws InterruptedException {
    progress.accept("prunes gradually");
    new GradualPruning(
            new Fisher(workers),
            MaskRule.ACROSS_LAYERS,
            new BiasCorrection(),
            Course.of(1),
            workers)
        .prune(
            dense,
            Lesson.reconstruction(data.trainImages()).distilledFrom(dense, TEACHERS_SHARE),
            PruningSchedule.USUAL,
            scoring,
            QUIET,
            (sparsity, network, mask) -> {
              int percent = (int) Math.round(100 * sparsity.share());
              if (GRADUAL.contains(percent)) {
                progress.accept("judges %d%%, pruned gradually".formatted(percent));
                judgeGradual(network, percent, denseHead, baseline);
              }
            });
  }

  private void judgeGradual(Mlp network, int percent, byte[] denseHead, double baseline)
      throws InterruptedException {
    byte[] head = judge.fitHead(network);
    double accuracy = judge.accuracy(network, Precision.FP32, head);
    figures.add(drop("gradual", percent), baseline - accuracy);
    figures.add(
        drop("gradual-head-reused", percent),
        baseline - judge.accuracy(network, Precision.FP32, denseHead));
    for (Precision precision : List.of(Precision.FP16, Precision.INT8)) {
      figures.add(
          drop("gradual-" + precision.label(), percent),
          accuracy - judge.accuracy(network, precision, head));
    }
  }

  private double judged(Mlp network) throws InterruptedException {
    return judge.accuracy(network, Precision.FP32, judge.fitHead(network));
  }

  private static Mlp pruned(Mlp dense, LinkScores scores, int percent) {
    return Pruner.prune(dense, PruningMask.keepingBest(scores, sparsity(percent)));
  }

  private static Sparsity sparsity(int percent) {
    return new Sparsity(percent / 100.0);
  }

  private static Mlp mlp(List<LinkLayer> layers) {
    return new Mlp(layers.stream().map(layer -> layer.groups().get(0)).toList());
  }
}
