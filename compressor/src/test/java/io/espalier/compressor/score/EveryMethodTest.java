package io.espalier.compressor.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.CalibratedMlp;
import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.graph.NoGradientsException;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every method; that scores are finite and not negative they check themselves. */
class EveryMethodTest {
  private static final Mlp NETWORK =
      new Mlp(
          List.of(
              RandomLayers.layer(14, 90, Activation.RELU, 1),
              RandomLayers.layer(90, 1, Activation.RELU, 2),
              RandomLayers.layer(1, 3, Activation.SIGMOID, 3)));

  @ParameterizedTest
  @EnumSource(Method.class)
  void score_isTheSameForAnyNumberOfThreads(Method method) throws InterruptedException {
    LinkModel model = model(new Matrix(3000, 14, RandomLayers.input(42_000, 4)));

    LinkScores one = score(method, model, 1);
    LinkScores three = score(method, model, 3);

    for (int l = 0; l < 3; l++) {
      assertThat(three.layers().get(l))
          .hasSize(NETWORK.layers().get(l).links())
          .isEqualTo(one.layers().get(l));
    }
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void score_isFiniteWhenInputsAreDeadOrNeverChange(Method method) throws InterruptedException {
    Matrix samples = new Matrix(200, 14, RandomLayers.input(2800, 5));
    for (int r = 0; r < 200; r++) {
      samples.values()[r * 14] = 0;
      samples.values()[r * 14 + 1] = 0.7f;
    }

    LinkScores scores = score(method, model(samples), 2);

    assertThat(scores.layers()).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void score_isFiniteForOneSample(Method method) throws InterruptedException {
    assertThat(score(method, model(new Matrix(1, 14, RandomLayers.input(14, 6))), 2).layers())
        .hasSize(3);
  }

  @Test
  void gradients_areAskedForByThoseThatSayTheyNeedThem() throws InterruptedException {
    LinkModel forwardsOnly =
        new CalibratedMlp(NETWORK, new Matrix(5, 14, RandomLayers.input(70, 7)));
    try (Workers workers = new Workers("test", 1)) {
      for (Method method : Method.values()) {
        if (method.needsGradients()) {
          assertThatExceptionOfType(IllegalStateException.class)
              .isThrownBy(() -> method.scorer(workers).score(forwardsOnly, 0))
              .withCauseInstanceOf(NoGradientsException.class);
        } else {
          assertThat(method.scorer(workers).score(forwardsOnly, 0).layers()).hasSize(3);
        }
      }
    }
  }

  private static LinkModel model(Matrix samples) {
    return Fakes.withGradients(new CalibratedMlp(NETWORK, samples));
  }

  private static LinkScores score(Method method, LinkModel model, int threads)
      throws InterruptedException {
    try (Workers workers = new Workers("test", threads)) {
      return method.scorer(workers, new ScoringOptions(300, 2, 0.5, 0)).score(model, 9);
    }
  }
}
