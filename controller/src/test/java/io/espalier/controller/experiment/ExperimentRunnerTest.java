package io.espalier.controller.experiment;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.compressor.TrainingGoal;
import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.data.Partition;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.shared.artifact.Digest;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExperimentRunnerTest {
  private static final Material DATA = new Material(Partition.of(images(20, 4, 11)), null);

  @Test
  void layersAsWideAsTheImages_fit() {
    assertThatCode(() -> ExperimentRunner.requireFits(spec(List.of(4, 2, 4), 12), DATA))
        .doesNotThrowAnyException();
  }

  @Test
  void firstLayerOfAnotherWidth_isRefused() {
    refused(
        spec(List.of(5, 2, 4), 10),
        "model.train.layers: expected 4 first and last, the width of the data idx:folder,"
            + " found [5, 2, 4]");
  }

  @Test
  void lastLayerOfAnotherWidth_isRefused() {
    refused(
        spec(List.of(4, 2, 3), 10),
        "model.train.layers: expected 4 first and last, the width of the data idx:folder,"
            + " found [4, 2, 3]");
  }

  @Test
  void moreSamplesThanImages_areRefused() {
    refused(
        spec(List.of(4, 2, 4), 21),
        "svm.samples: expected at most 20, the training samples of idx:folder, found 21");
  }

  @Test
  void samplesOfASingleClass_areRefused_beforeAnythingIsTrained() {
    refused(
        spec(List.of(4, 2, 4), 10),
        "svm.samples: expected two classes or more among the first 10 training samples of"
            + " idx:folder, found only 0");
  }

  @Test
  void classifierOfTheWidthOfTheData_fits_andOfAnotherIsRefused() {
    assertThatCode(() -> ExperimentRunner.requireFits(classifier(List.of(4, 2)), DATA))
        .doesNotThrowAnyException();
    String expected =
        "model.train.layers: expected 4 first, the width of the data idx:folder, and at least 2"
            + " last, for so many classes, found ";
    refused(classifier(List.of(4, 1)), expected + "[4, 1]");
    refused(classifier(List.of(5, 2)), expected + "[5, 2]");
  }

  @Test
  void figureThatTheModelCannotGive_isRefused() {
    refused(
        Specs.headless(trained(TrainingGoal.CLASSIFICATION, List.of(4, 2)), JudgedBy.MSE),
        "metric: expected a figure for 2 outputs, found mse with 4 values to come near to");
    refused(
        Specs.headless(trained(TrainingGoal.CLASSIFICATION, List.of(4, 2)), JudgedBy.AUC),
        "metric: expected labels 0 (normal) and 1 (anomaly) for auc, found others in idx:folder");
  }

  @Test
  void fileThatIsNoModel_isRefused_beforeAnythingIsTrained() {
    refused(
        Specs.headless(new ModelSource.Brought("a.tflite"), null),
        new Material(DATA.data(), new byte[] {1, 2, 3}),
        "model.file: model: 3 bytes that are no .tflite file");
  }

  private static ExperimentSpec classifier(List<Integer> layers) {
    return Specs.headless(trained(TrainingGoal.CLASSIFICATION, layers), null);
  }

  private static ModelSource trained(TrainingGoal goal, List<Integer> layers) {
    return new ModelSource.Trained(goal, layers, 1);
  }

  private static void refused(ExperimentSpec spec, String message) {
    refused(spec, DATA, message);
  }

  private static void refused(ExperimentSpec spec, Material material, String message) {
    assertThatExceptionOfType(SpecException.class)
        .isThrownBy(() -> ExperimentRunner.requireFits(spec, material))
        .withMessage(message);
  }

  private static ExperimentSpec spec(List<Integer> layers, int svmSamples) {
    return Specs.of(List.of(0L), layers, svmSamples);
  }

  /** All of class 0 but one of class 1. */
  private static Dataset images(int count, int width, int odd) {
    int[] labels = new int[count];
    labels[odd] = 1;
    return new Dataset(
        "idx:folder",
        Digest.of(new byte[0]),
        Matrix.zeros(count, width),
        labels,
        Matrix.zeros(1, width),
        new int[1],
        new byte[0],
        new byte[0]);
  }
}
