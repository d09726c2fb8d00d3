package io.espalier.compressor.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.data.SampleArray;
import io.espalier.compressor.graph.CalibratedMlp;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.score.LinkScores;
import io.espalier.compressor.score.Method;
import io.espalier.shared.artifact.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScoredFileTest {
  @ParameterizedTest
  @EnumSource(names = {"SHAPLEY", "MAGNITUDE"})
  void score_ofAFileIsThatOfItsNetwork(Method method) throws InterruptedException {
    Mlp network = TestNetworks.pruned(1, 20, 30, 10);
    Matrix samples = TestNetworks.inputs(2, 700, 20);
    byte[] file = TfLiteWriter.write(network, Precision.FP32, TestNetworks.PROVENANCE);
    try (Workers workers = new Workers("test", 2);
        TfLiteLinkModel model =
            TfLiteLinkModel.open(file, TestSamples.of(SampleArray.rows("x", samples)))) {
      LinkScores found = method.scorer(workers).score(model, 3);
      LinkScores expected = method.scorer(workers).score(new CalibratedMlp(network, samples), 3);

      for (int layer = 0; layer < 2; layer++) {
        assertThat(found.layers().get(layer))
            .containsExactly(expected.layers().get(layer), within(1e-4f));
      }
    }
  }

  @Test
  void score_coversEveryLinkOfConvolutions() throws InterruptedException {
    try (Workers workers = new Workers("test", 2);
        TfLiteLinkModel model =
            TfLiteLinkModel.open(ConvModels.kernels(1), TestSamples.kernels(2, 8))) {
      LinkScores scores = Method.SHAPLEY.scorer(workers).score(model, 3);

      for (int layer = 0; layer < model.layers().size(); layer++) {
        float[] found = scores.layers().get(layer);
        assertThat(found).hasSize(model.layers().get(layer).links());
        for (float score : found) {
          assertThat(score).isFinite().isNotNegative();
        }
      }
    }
  }
}
