package io.espalier.compressor.gradual;

import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.prune.Pruner;
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
  private final LinkScorer scorer;
  private final MaskRule rule;
  private final Course course;
  private final Fitter fitter;

  /**
   * A way to prune.
   *
   * @param course of the fine-tuning in each round, but for the number of epochs, which the
   *     schedule gives
   */
  public GradualPruning(LinkScorer scorer, MaskRule rule, Course course, Fitter fitter) {
    this.scorer = scorer;
    this.rule = rule;
    this.course = course;
    this.fitter = fitter;
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
    Mlp network = dense;
    Optional<PruningMask> mask = Optional.empty();
    for (PruningSchedule.Round round : schedule.rounds()) {
      LinkScores scores = scorer.score(new DifferentiableMlp(network, lesson), random.nextLong());
      List<LinkLayer> layers = network.layers().stream().map(LinkLayer::of).toList();
      PruningMask chosen = rule.choose(layers, scores, round.sparsity());
      PruningMask stay = mask.map(before -> both(before, chosen)).orElse(chosen);
      network =
          fitter.finetune(
              Pruner.prune(network, stay),
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
