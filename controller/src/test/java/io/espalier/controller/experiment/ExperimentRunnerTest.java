package io.espalier.controller.experiment;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.shared.artifact.Digest;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExperimentRunnerTest {
  private static final Dataset DATA = images(20, 4, 11);

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
        "svm.samples: expected at most 20, the training images of idx:folder, found 21");
  }

  @Test
  void samplesOfASingleClass_areRefused_beforeAnythingIsTrained() {
    refused(
        spec(List.of(4, 2, 4), 10),
        "svm.samples: expected two classes or more among the first 10 training images of"
            + " idx:folder, found only 0");
  }

  private static void refused(ExperimentSpec spec, String message) {
    assertThatExceptionOfType(SpecException.class)
        .isThrownBy(() -> ExperimentRunner.requireFits(spec, DATA))
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
