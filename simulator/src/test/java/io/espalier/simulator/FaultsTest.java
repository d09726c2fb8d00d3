package io.espalier.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.simulator.node.Nature;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private static final Faults FAULTS = new Faults(0.05, 0.1, 0.2, 0.01);

  @Test
  void natures_haveExactlyTheirShares() {
    List<Nature> natures = FAULTS.natures(1_000, 7);

    assertThat(natures.stream().filter(Nature::slow)).hasSize(100);
    assertThat(natures.stream().filter(Nature::losing)).hasSize(200);
    assertThat(natures.stream().filter(Nature::bad)).hasSize(10);
    assertThat(FAULTS.offline(1_000, 7)).filteredOn(away -> away).hasSize(50);
  }

  @Test
  void sameSeed_plantsTheSame_anotherSeedOthers() {
    assertThat(FAULTS.natures(500, 3)).isEqualTo(FAULTS.natures(500, 3));
    assertThat(FAULTS.natures(500, 3)).isNotEqualTo(FAULTS.natures(500, 4));
  }

  @Test
  void share_isBetweenNothingAndAll() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Faults(0, 1.5, 0, 0))
        .withMessage("slow: expected a share of 0% to 100%, found 1.5");
  }
}
