package io.espalier.controller.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.espalier.compressor.tflite.TfLiteModel;
import org.junit.jupiter.api.Test;

class SyntheticModelTest {
  @Test
  void model_isOne_andHasTheSizeThatIsAskedFor() {
    byte[] model = SyntheticModel.of(120_000, 1);

    assertThat(model.length).isBetween(119_000, 121_000);
    assertThatCode(() -> TfLiteModel.parse(model)).doesNotThrowAnyException();
  }

  @Test
  void sameSeed_makesTheSame_anotherSeedAnother() {
    assertThat(SyntheticModel.of(5_000, 3)).isEqualTo(SyntheticModel.of(5_000, 3));
    assertThat(SyntheticModel.of(5_000, 3)).isNotEqualTo(SyntheticModel.of(5_000, 4));
  }
}
