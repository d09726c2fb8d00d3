package io.espalier.controller.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.shared.artifact.Precision;
import org.junit.jupiter.api.Test;

class TrialTest {
  @Test
  void allTrials_areTheBaselineAndEachMethodAtEachSparsity_seedBySeed() {
    ExperimentSpec spec = Specs.withSeeds(3L, 1L);
    assertThat(Trial.all(spec)).hasSize(spec.trials()).doesNotHaveDuplicates();
    assertThat(Trial.all(spec).subList(0, 10))
        .extracting(trial -> trial.seed() + " " + trial.label())
        .containsExactly(
            "3 dense-fp32",
            "3 dense-int8",
            "3 shapley-0.5-fp32",
            "3 shapley-0.5-int8",
            "3 shapley-0.9-fp32",
            "3 shapley-0.9-int8",
            "3 magnitude-0.5-fp32",
            "3 magnitude-0.5-int8",
            "3 magnitude-0.9-fp32",
            "3 magnitude-0.9-int8");
    assertThat(Trial.all(spec).subList(10, 20)).allMatch(trial -> trial.seed() == 1);
  }

  @Test
  void precisionsOfOneNetwork_shareItsName() {
    assertThat(new Trial(0, "shapley", 0.83, Precision.FP16).network())
        .isEqualTo(new Trial(0, "shapley", 0.83, Precision.INT8).network())
        .isEqualTo("shapley-0.83");
    assertThat(new Trial(0, Trial.DENSE, 0, Precision.FP16).network()).isEqualTo("dense");
  }
}
