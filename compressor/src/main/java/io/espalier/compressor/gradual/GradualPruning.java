package io.espalier.compressor.gradual;

import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.prune.LayerRepair;
import io.espalier.compressor.prune.LayerScorer;
import io.espalier.compressor.prune.LayerwisePruning;
import io.espalier.compressor.prune.PruningMask;
import io.espalier.compressor.score.LinkScorer;
import io.espalier.compressor.score.LinkScores;
import io.espalier.compressor.train.Course;
import io.espalier.compressor.train.DifferentiableMlp;
import io.espalier.compressor.train.Fitter;
import io.espalier.compressor.train.Lesson;
import io.espalier.compressor.train.TrainingListener;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Prunes a network in rounds: links are scored afresh on the network as it has become, the worst of
 * those left are pruned, and the rest are fine-tuned. What is pruned stays pruned.
 */
public final class GradualPruning {
  private static final int CALIBRATION_SAMPLES = 10_000;

  private final LinkScorer scorer;
  private final MaskRule rule;
  private final LayerRepair repair;
  private final Course course;
  private final Workers workers;

  /**
   * A way to prune, on those threads; results do not depend on how many there are.
   *
   * @param repair what is done right after pruning, towards the sums before it: fine-tuning alone
   *     takes long to bring back what a round broke, and units that it left without any output it
   *     cannot bring back
   * @param course of the fine-tuning in each round, but for the number of epochs, which the
   *     schedule gives
   */
  public GradualPruning(
      LinkScorer scorer, MaskRule rule, LayerRepair repair, Course course, Workers workers) {
    this.scorer = scorer;
    this.rule = rule;
    this.repair = repair;
    this.course = course;
    this.workers = workers;
  }

  /**
   * Prunes a network.
   *
   * @param dense where to start from; it stays as it is
   * @param lesson what the network is fine-tuned on; its inputs are also those it is scored on
   * @param seed of the scores and of the fine-tuning
   * @param snapshots takes what each round made
   * @return the network after the last round
   * @throws InterruptedException if the calling thread is interrupted
   */
  public Mlp prune(
      Mlp dense,
      Lesson lesson,
      PruningSchedule schedule,
      long seed,
      TrainingListener listener,
      Snapshots snapshots)
      throws InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    Fitter fitter = new Fitter(workers);
    Mlp network = dense;
    Optional<PruningMask> mask = Optional.empty();
    for (PruningSchedule.Round round : schedule.rounds()) {
      LinkModel model =
          new DifferentiableMlp(network, lesson).sampled(CALIBRATION_SAMPLES, random.split());
      LinkScores scores = scorer.score(model, random.nextLong());
      PruningMask chosen = rule.choose(model.layers(), scores, round.sparsity());
      PruningMask stay = mask.map(before -> both(before, chosen)).orElse(chosen);
      network =
          fitter.finetune(
              repaired(model, scores, stay),
              stay,
              lesson,
              course.lasting(round.epochs()),
              random.nextLong(),
              listener);
      mask = Optional.of(stay);
      snapshots.take(round.sparsity(), network, stay);
    }
    return network;
  }

  private Mlp repaired(LinkModel model, LinkScores scores, PruningMask stay)
      throws InterruptedException {
    List<LinkLayer> layers =
        new LayerwisePruning(
                workers,
                LayerScorer.given(scores),
                (layer, shape, ignored) -> stay.layers().get(layer),
                repair)
            .prune(model)
            .layers();
    return new Mlp(layers.stream().map(layer -> layer.groups().get(0)).toList());
  }

  /** A tie of scores must not bring back what was pruned. */
  private static PruningMask both(PruningMask one, PruningMask other) {
    return new PruningMask(
        IntStream.range(0, one.layers().size())
            .mapToObj(
                l -> {
                  BitSet stay = (BitSet) one.layers().get(l).clone();
                  stay.and(other.layers().get(l));
                  return stay;
                })
            .toList());
  }
}
