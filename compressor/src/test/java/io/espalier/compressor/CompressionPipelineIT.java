package io.espalier.compressor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.data.Datasets;
import io.espalier.compressor.head.GammaRule;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.score.Method;
import io.espalier.compressor.tflite.TfLiteRunner;
import io.espalier.compressor.train.TrainingRecipe;
import io.espalier.shared.artifact.Precision;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompressionPipelineIT {
  @Test
  void run_makesFilesThatTellDigitsApartWithXnnpack() throws Exception {
    Dataset mnist = Datasets.mnist();
    CompressionPlan plan =
        CompressionPlan.ofPaper(
            new TrainingRecipe(List.of(784, 256, 64, 256, 784), 3),
            List.of(Method.SHAPLEY),
            List.of(new Sparsity(0.83)),
            List.of(Precision.values()),
            new HeadRecipe(4_000, 10, GammaRule.CENTRED, HeadInput.RECONSTRUCTION));
    List<CompressedModel> models = new ArrayList<>();

    new CompressionPipeline(mnist, plan, (stage, fraction, detail) -> {}).run(0, models::add);

    assertThat(models).hasSize(2);
    for (CompressedModel model : models) {
      double fp32 = accuracy(mnist, model, Precision.FP32);
      assertThat(fp32).isGreaterThan(0.9);
      assertThat(accuracy(mnist, model, Precision.FP16)).isCloseTo(fp32, within(0.004));
      assertThat(accuracy(mnist, model, Precision.INT8)).isCloseTo(fp32, within(0.004));
      assertThat(accuracy(mnist, model, Precision.INT8_FULL)).isCloseTo(fp32, within(0.01));
    }
  }

  private static double accuracy(Dataset data, CompressedModel model, Precision precision) {
    try (TfLiteRunner network = TfLiteRunner.open(model.model(precision).content(), 2);
        TfLiteRunner head = TfLiteRunner.open(model.head().orElseThrow().content(), 2)) {
      assertThat(network.operatorsDelegated()).isEqualTo(network.operatorsTotal());
      int[] classes = head.classes(network.run(data.testImages()));
      int correct = 0;
      for (int i = 0; i < classes.length; i++) {
        correct += classes[i] == data.testLabels()[i] ? 1 : 0;
      }
      return correct / (double) classes.length;
    }
  }
}
