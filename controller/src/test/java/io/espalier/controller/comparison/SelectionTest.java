package io.espalier.controller.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.shared.artifact.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "int8",
        "0.95",
        "0.95-int8",
        "shapley",
        "shapley-exact",
        "shapley-exact-0.5",
        "shapley-0.95-int8",
        "dense",
        "dense-fp16",
        "my_recipe.2-0.9-fp32"
      })
  void parse_takesAnyPartOfALabel_andWritesItAgain(String text) {
    assertThat(Selection.parse(text)).hasToString(text);
  }

  @Test
  void parse_findsWhatIsNamed() {
    assertThat(Selection.parse("shapley-exact-0.5-int8"))
        .isEqualTo(new Selection("shapley-exact", 0.5, Precision.INT8));
    assertThat(Selection.parse("dense")).isEqualTo(new Selection("dense", 0.0, null));
    assertThat(RunName.parse("paper:int8"))
        .isEqualTo(new RunName("paper", new Selection(null, null, Precision.INT8)));
    assertThat(RunName.parse("paper")).hasToString("paper");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "-int8", "shapley int8", "ü"})
  void parse_refusesWhatCanBeNoLabel(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Selection.parse(text))
        .withMessageContaining("found '" + text + "'");
  }
}
