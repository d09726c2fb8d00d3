package io.espalier.shared.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrialIdTest {
  @Test
  void constructor_takesAPathOfNames() {
    assertThat(new TrialId("mnist-quick/1/shapley/0.95/int8"))
        .hasToString("mnist-quick/1/shapley/0.95/int8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a+b", "#", "a\nb", "é"})
  void constructor_refusesWildcardsSpacesAndTheRest(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrialId(value))
        .withMessageStartingWith("trial id: expected 1 to 128 ")
        .withMessageEndingWith("found '" + value + "'");
  }

  @Test
  void constructor_takesOneHundredAndTwentyEightCharactersAndNoMore() {
    assertThat(new TrialId("t".repeat(128)).value()).hasSize(128);
    assertThatIllegalArgumentException().isThrownBy(() -> new TrialId("t".repeat(129)));
  }
}
