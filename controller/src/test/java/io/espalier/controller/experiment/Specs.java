package io.espalier.controller.experiment;

import io.espalier.compressor.HeadInput;
import io.espalier.compressor.HeadRecipe;
import io.espalier.compressor.head.GammaRule;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.trial.RunOptions;
import java.util.List;

/** Small specs. */
public final class Specs {
  private Specs() {}

  static ExperimentSpec of(List<Long> seeds, List<Integer> layers, int svmSamples) {
    return new ExperimentSpec(
        "small",
        seeds,
        "idx:folder",
        layers,
        1,
        new HeadRecipe(svmSamples, 10, GammaRule.CENTRED, HeadInput.RECONSTRUCTION),
        List.of("shapley", "magnitude"),
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
