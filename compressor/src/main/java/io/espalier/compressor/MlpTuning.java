package io.espalier.compressor;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.gradual.GradualPruning;
import io.espalier.compressor.gradual.MaskRule;
import io.espalier.compressor.gradual.PruningSchedule;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.prune.LayerRepair;
import io.espalier.compressor.prune.PruningMask;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.score.LinkScorer;
import io.espalier.compressor.train.Course;
import io.espalier.compressor.train.Fitter;
import io.espalier.compressor.train.Lesson;
import io.espalier.compressor.train.TrainingListener;
import java.util.BitSet;
import java.util.List;

/**
 * Trains a multi-layer perceptron further while or after it is pruned, towards the outputs of the
 * network that was given; where there are labels, as much towards these.
 */
final class MlpTuning {
  private static final int ROUNDS = 8;

  private final Mlp dense;
  private final Lesson lesson;
  private final Tuning tuning;
  private final long seed;
  private final TrainingListener listener;
  private final Workers workers;

  /** Training of that network. */
  MlpTuning(
      Mlp dense,
      CalibrationData data,
      Tuning tuning,
      long seed,
      TrainingListener listener,
      Workers workers) {
    this.dense = dense;
    this.lesson = Lessons.withTeacher(dense, data);
    this.tuning = tuning;
    this.seed = seed;
    this.listener = listener;
    this.workers = workers;
  }

  /** The layers of the network pruned in rounds, each scored afresh and trained. */
  List<LinkLayer> pruneGradually(
      LinkScorer scorer, MaskRule rule, LayerRepair repair, Sparsity sparsity)
      throws InterruptedException {
    PruningSchedule schedule = PruningSchedule.cubic(sparsity, ROUNDS, tuning.epochs());
    Mlp pruned =
        new GradualPruning(scorer, rule, repair, Course.of(tuning.epochs()), workers)
            .prune(dense, lesson, schedule, seed, listener, (reached, network, mask) -> {});
    return layers(pruned);
  }

  /** Layers that were pruned at once, trained while what is pruned stays so. */
  List<LinkLayer> finetune(List<LinkLayer> pruned) throws InterruptedException {
    PruningMask live = new PruningMask(pruned.stream().map(MlpTuning::live).toList());
    Mlp start = new Mlp(pruned.stream().map(layer -> layer.groups().get(0)).toList());
    return layers(
        new Fitter(workers)
            .finetune(start, live, lesson, Course.of(tuning.epochs()), seed, listener));
  }

  private static List<LinkLayer> layers(Mlp network) {
    return network.layers().stream().map(LinkLayer::of).toList();
  }

  private static BitSet live(LinkLayer layer) {
    float[] weights = layer.groups().get(0).weights();
    BitSet live = new BitSet(weights.length);
    for (int i = 0; i < weights.length; i++) {
      live.set(i, weights[i] != 0);
    }
    return live;
  }
}
