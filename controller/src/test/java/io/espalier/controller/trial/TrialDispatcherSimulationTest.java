package io.espalier.controller.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens, in whichever order, every trial ends once. */
class TrialDispatcherSimulationTest {
  private static final int SEEDS_PER_CASE = 200;

  @ParameterizedTest(name = "seeds from {0}")
  @ValueSource(longs = {0, 1_000, 2_000, 3_000})
  void everyTrial_endsExactlyOnce_andNoNodeHasTwoAtATime(long firstSeed) {
    for (long seed = firstSeed; seed < firstSeed + SEEDS_PER_CASE; seed++) {
      FleetSimulation simulation = new FleetSimulation(new Random(seed));
      simulation.run(400);
      simulation.calmDown();
      assertThat(simulation.violations()).as("seed %d", seed).isEmpty();
      assertThat(simulation.ended())
          .as("seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(simulation.submitted());
    }
  }
}
