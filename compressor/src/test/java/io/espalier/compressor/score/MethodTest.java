package io.espalier.compressor.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.CalibratedMlp;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import java.util.List;
import org.junit.jupiter.api.Test;

class MethodTest {
  @Test
  void of_findsEveryMethodByItsLabel() {
    for (Method method : Method.values()) {
      assertThat(Method.of(method.label())).isEqualTo(method);
    }
  }

  @Test
  void of_refusesAnUnknownLabel() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Method.of("guess"))
        .withMessage(
            "method: expected one of [shapley, shapley-exact, lmg, forward-selection, magnitude, random,"
                + " wanda, fisher, sparsegpt, snip], found 'guess'");
  }

  @Test
  void magnitude_isTheSizeOfTheWeight() {
    DenseLayer layer =
        new DenseLayer("one", 2, 1, new float[] {-3f, 2f}, new float[1], Activation.LINEAR);

    LinkScores scores =
        new Magnitude().score(new CalibratedMlp(new Mlp(List.of(layer)), Matrix.zeros(1, 2)), 0);

    assertThat(scores.layers().get(0)).containsExactly(3f, 2f);
  }

  @Test
  void scores_refuseWhatCannotBeRanked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LinkScores(List.of(new float[] {0f, Float.NaN})))
        .withMessage("layer 0, link 1: expected a finite score of at least 0, found NaN");
  }
}
