package io.espalier.shared.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrecisionTest {
  @ParameterizedTest
  @EnumSource
  void of_readsEveryLabel(Precision precision) {
    assertThat(Precision.of(precision.label())).isEqualTo(precision);
  }

  @Test
  void of_refusesAnotherLabelInOneLine() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Precision.of("INT8"))
        .withMessage("precision: expected one of [fp32, fp16, int8, int8-full], found 'INT8'");
  }
}
