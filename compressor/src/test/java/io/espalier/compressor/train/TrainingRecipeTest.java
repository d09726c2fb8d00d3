package io.espalier.compressor.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingRecipeTest {
  @Test
  void rate_fallsFromTheFirstToTheLastEpochAlongACosine() {
    TrainingRecipe recipe = new TrainingRecipe(List.of(4, 2, 4), 5);

    assertThat(recipe.rate(0)).isCloseTo(1e-3, within(1e-12));
    assertThat(recipe.rate(1)).isCloseTo(5.5e-4 + 4.5e-4 * Math.sqrt(0.5), within(1e-12));
    assertThat(recipe.rate(2)).isCloseTo(5.5e-4, within(1e-12));
    assertThat(recipe.rate(4)).isCloseTo(1e-4, within(1e-12));
  }

  @Test
  void rate_ofASingleEpochIsTheFirst() {
    assertThat(new TrainingRecipe(List.of(4, 2, 4), 1).rate(0)).isEqualTo(1e-3);
  }

  @Test
  void recipe_refusesAnOutputThatIsNotAsWideAsTheInput() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrainingRecipe(List.of(4, 2, 5), 1))
        .withMessage("layers: expected the last as wide as the first, found [4, 2, 5]");
  }

  @Test
  void recipe_refusesNoEpochs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrainingRecipe(List.of(4, 2, 4), 0))
        .withMessageContaining("at least 1 epoch");
  }

  @Test
  void recipe_refusesARateThatRises() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrainingRecipe(List.of(4, 2, 4), 1, 8, 1e-4, 1e-3))
        .withMessageStartingWith("learning rate: expected 0 < last ≤ first < 1");
  }
}
