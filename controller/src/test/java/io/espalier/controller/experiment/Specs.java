package io.espalier.controller.experiment;

import io.espalier.compressor.HeadInput;
import io.espalier.compressor.HeadRecipe;
import io.espalier.compressor.PruningRecipe;
import io.espalier.compressor.TrainingGoal;
import io.espalier.compressor.head.GammaRule;
import io.espalier.compressor.score.Method;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.trial.RunOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Small specs. */
public final class Specs {
  /** The methods of the paper. */
  static final List<PruningRecipe> OF_PAPER =
      List.of(PruningRecipe.plain(Method.SHAPLEY), PruningRecipe.plain(Method.MAGNITUDE));

  private Specs() {}

  static ExperimentSpec of(List<Long> seeds, List<Integer> layers, int svmSamples) {
    return of(
        seeds,
        new ModelSource.Trained(TrainingGoal.RECONSTRUCTION, layers, 1),
        new HeadRecipe(svmSamples, 10, GammaRule.CENTRED, HeadInput.RECONSTRUCTION),
        null);
  }

  /** One of models that tell themselves what is asked. */
  static ExperimentSpec headless(ModelSource model, @Nullable JudgedBy metric) {
    return of(List.of(0L), model, null, metric);
  }

  private static ExperimentSpec of(
      List<Long> seeds, ModelSource model, @Nullable HeadRecipe head, @Nullable JudgedBy metric) {
    return new ExperimentSpec(
        "small",
        seeds,
        "idx:folder",
        List.of(),
        model,
        head,
        metric,
        OF_PAPER,
        List.of(0.5, 0.9),
        List.of(Precision.FP32, Precision.INT8),
        List.of(),
        new RunOptions(1, 0, 10),
        null);
  }

  /** A spec of ten trials for each seed. */
  public static ExperimentSpec withSeeds(Long... seeds) {
    return of(List.of(seeds), List.of(4, 2, 4), 10);
  }
}
