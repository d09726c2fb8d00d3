package io.espalier.compressor;

import io.espalier.compressor.gradual.SparseRefit;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.prune.BiasCorrection;
import io.espalier.compressor.prune.LayerRepair;
import io.espalier.compressor.prune.LayerScorer;
import io.espalier.compressor.prune.LayerwisePruning;
import io.espalier.compressor.prune.Pruner;
import io.espalier.compressor.prune.PruningMask;
import io.espalier.compressor.prune.ReachableOutputs;
import io.espalier.compressor.prune.Scope;
import io.espalier.compressor.prune.Sensitivity;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.prune.SparsityBudget;
import io.espalier.compressor.prune.SurvivorRefit;
import io.espalier.compressor.report.SensitivityCurve;
import io.espalier.compressor.score.LinkScorer;
import io.espalier.compressor.score.LinkScores;
import io.espalier.compressor.score.ScoringOptions;
import java.util.List;
import java.util.Optional;

/** Prunes one model to any sparsity, all by the same scores. */
final class LinkPruning {
  private final LinkModel model;
  private final LinkScores scores;
  private final CompressionRequest request;
  private final List<SensitivityCurve> sensitivity;
  private final Optional<MlpTuning> tuning;
  private final Workers workers;

  /**
   * Pruning of that model.
   *
   * @param scores of its links as it is
   * @param sensitivity one curve a layer if places are shared out by sensitivity, else empty
   * @param tuning trains what was pruned, if it is to be
   */
  LinkPruning(
      LinkModel model,
      LinkScores scores,
      CompressionRequest request,
      List<SensitivityCurve> sensitivity,
      Optional<MlpTuning> tuning,
      Workers workers) {
    this.model = model;
    this.scores = scores;
    this.request = request;
    this.sensitivity = sensitivity;
    this.tuning = tuning;
    this.workers = workers;
  }

  /** The layers pruned to that sparsity, and repaired and trained as was asked for. */
  List<LinkLayer> prune(Sparsity sparsity) throws InterruptedException {
    if (sparsity.equals(Sparsity.NONE)) {
      return model.layers();
    }
    if (tuning.isPresent() && request.tuning().gradual()) {
      LayerRepair perRound = request.repair() == Repair.REFIT ? new SparseRefit(workers) : repair();
      return tuning.get().pruneGradually(scorer(sparsity), this::chosen, perRound, sparsity);
    }
    List<LinkLayer> pruned = atOnce(sparsity);
    return tuning.isPresent() ? tuning.get().finetune(pruned) : pruned;
  }

  private PruningMask chosen(List<LinkLayer> layers, LinkScores afresh, Sparsity sparsity) {
    return mask(layers, afresh, budget(layers, afresh, sparsity).mask(layers, afresh));
  }

  private List<LinkLayer> atOnce(Sparsity sparsity) throws InterruptedException {
    List<LinkLayer> layers = model.layers();
    if (!request.method().refits()) {
      return repaired(chosen(layers, scores, sparsity));
    }
    LayerwisePruning.Budget budget = budget(layers, scores, sparsity)::select;
    LayerwisePruning.Result result =
        new LayerwisePruning(
                workers, LayerScorer.afresh(scorer(sparsity), request.seed()), budget, repair())
            .prune(model);
    PruningMask reached = mask(layers, result.scores(), result.mask());
    return reached.equals(result.mask()) ? result.layers() : repaired(reached);
  }

  private SparsityBudget budget(List<LinkLayer> layers, LinkScores by, Sparsity sparsity) {
    return switch (request.allocation()) {
      case UNIT -> SparsityBudget.uniform(layers, sparsity, Scope.UNIT);
      case LAYER ->
          SparsityBudget.uniform(
              layers, sparsity, request.method().comparesWithinUnits() ? Scope.UNIT : Scope.LAYER);
      case GLOBAL -> SparsityBudget.global(by, sparsity);
      case LOSS -> SparsityBudget.acrossLayers(by, sparsity);
      case SENSITIVITY -> Sensitivity.budget(layers, sensitivity, sparsity);
    };
  }

  private PruningMask mask(List<LinkLayer> layers, LinkScores by, PruningMask mask) {
    return request.reachable() ? ReachableOutputs.ensure(layers, by, mask) : mask;
  }

  private List<LinkLayer> repaired(PruningMask mask) throws InterruptedException {
    if (request.repair() == Repair.NONE) {
      return Pruner.prune(model.layers(), mask);
    }
    LayerwisePruning.Budget asDecided = (layer, shape, worth) -> mask.layers().get(layer);
    return new LayerwisePruning(workers, LayerScorer.given(scores), asDecided, repair())
        .prune(model)
        .layers();
  }

  private LinkScorer scorer(Sparsity sparsity) {
    return request.method().scorer(workers, ScoringOptions.USUAL.at(sparsity.share()));
  }

  private LayerRepair repair() {
    return switch (request.repair()) {
      case NONE -> LayerRepair.NONE;
      case BIAS -> new BiasCorrection();
      case REFIT -> new SurvivorRefit(workers);
    };
  }
}
