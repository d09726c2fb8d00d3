package io.espalier.compressor.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.data.DataException;
import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.data.Datasets;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.quantise.Calibration;
import io.espalier.compressor.tflite.TfLiteQuantiser.Ends;
import io.espalier.compressor.train.Course;
import io.espalier.compressor.train.Fitter;
import io.espalier.compressor.train.Lesson;
import io.espalier.shared.artifact.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A small classifier of digits, in floats and in integers. */
class IntegerAccuracyTest {
  private static final int TRAINING_IMAGES = 10_000;
  private static byte[] floats = new byte[0];
  private static Optional<Dataset> images = Optional.empty();

  @BeforeAll
  static void train() throws DataException, InterruptedException {
    Dataset mnist = Datasets.mnist();
    images = Optional.of(mnist);
    Mlp start = Fitter.untrainedClassifier(List.of(784, 64, 10), 1);
    int[] labels = Arrays.copyOf(mnist.trainLabels(), TRAINING_IMAGES);
    Lesson lesson = Lesson.classification(mnist.trainImages().rows(0, TRAINING_IMAGES), labels, 10);
    try (Workers workers = new Workers("test", 2)) {
      Mlp network =
          new Fitter(workers)
              .fit(start, lesson, new Course(5, 64, 2e-3, 2e-4), 1, (epoch, done, loss) -> {});
      floats = TfLiteWriter.write(network, Precision.FP32, TestNetworks.PROVENANCE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void integers_loseNoMoreThanAFifthOfAPoint(Calibration calibration) throws InterruptedException {
    CalibrationData seen = CalibrationData.training(images.orElseThrow()).slice(0, 500);

    byte[] integers =
        TfLiteQuantiser.integers(TfLiteModel.parse(floats), seen, calibration, Ends.FLOATS)
            .model()
            .write();

    double exact = accuracy(floats);
    assertThat(exact).isGreaterThan(90);
    assertThat(accuracy(integers)).isGreaterThanOrEqualTo(exact - 0.2);
  }

  @Test
  void halves_loseNothingWorthMentioning() {
    assertThat(accuracy(QuantisedFiles.halves(floats))).isGreaterThan(accuracy(floats) - 0.05);
  }

  /** The share of test images whose class has the largest output, in percent. */
  private static double accuracy(byte[] file) {
    CalibrationData test = CalibrationData.testing(images.orElseThrow());
    Matrix outputs = QuantisedFiles.run(file, test, Kernels.XNNPACK);
    int[] labels = test.labels().orElseThrow();
    int right = 0;
    for (int row = 0; row < labels.length; row++) {
      int best = 0;
      for (int column = 1; column < outputs.columns(); column++) {
        best = outputs.get(row, column) > outputs.get(row, best) ? column : best;
      }
      right += best == labels[row] ? 1 : 0;
    }
    return 100.0 * right / labels.length;
  }
}
