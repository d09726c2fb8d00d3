package io.espalier.compressor.bench;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.quantise.Calibration;
import io.espalier.compressor.tflite.TfLiteModel;
import io.espalier.compressor.tflite.TfLiteQuantiser;
import io.espalier.compressor.tflite.TfLiteQuantiser.Ends;
import io.espalier.compressor.tflite.TfLiteRunner;
import io.espalier.compressor.tflite.TfLiteWriter;
import io.espalier.compressor.train.Course;
import io.espalier.compressor.train.Fitter;
import io.espalier.compressor.train.Lesson;
import io.espalier.shared.artifact.BuildVersion;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.artifact.Provenance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** What a classifier of digits loses when it computes in 8-bit integers throughout. */
final class IntegerAccuracy {
  private static final int TRAINING_IMAGES = 20_000;
  private static final int CALIBRATION_IMAGES = 1_000;
  private static final double POINTS_ALLOWED = 0.2;

  private IntegerAccuracy() {}

  static List<Figure> measure(Dataset images, Workers workers) throws InterruptedException {
    byte[] floats = classifier(images, workers);
    CalibrationData seen = CalibrationData.training(images).slice(0, CALIBRATION_IMAGES);
    CalibrationData unseen = CalibrationData.testing(images);
    double exact = accuracy(floats, unseen);
    List<Figure> figures = new ArrayList<>();
    figures.add(Figure.of("quantisation/int8-full/dense-accuracy", exact, "%"));
    for (Calibration calibration : Calibration.values()) {
      byte[] integers =
          TfLiteQuantiser.integers(TfLiteModel.parse(floats), seen, calibration, Ends.FLOATS)
              .model()
              .write();
      String label = calibration.name().toLowerCase(Locale.ROOT).replace('_', '-');
      figures.add(
          Figure.of(
                  "quantisation/int8-full/%s/accuracy-drop".formatted(label),
                  exact - accuracy(integers, unseen),
                  "points")
              .atMost(POINTS_ALLOWED));
    }
    return figures;
  }

  private static byte[] classifier(Dataset images, Workers workers) throws InterruptedException {
    Lesson lesson =
        Lesson.classification(
            images.trainImages().rows(0, TRAINING_IMAGES),
            Arrays.copyOf(images.trainLabels(), TRAINING_IMAGES),
            10);
    Mlp start = Fitter.untrainedClassifier(List.of(784, 300, 100, 10), 0);
    Mlp network =
        new Fitter(workers).fit(start, lesson, Course.of(4), 0, (epoch, done, loss) -> {});
    BuildVersion build = BuildVersion.current();
    return TfLiteWriter.write(
        network, Precision.FP32, new Provenance(build.version(), build.commit(), new TreeMap<>()));
  }

  private static double accuracy(byte[] file, CalibrationData data) {
    int[] labels = data.labels().orElseThrow();
    int right = 0;
    try (TfLiteRunner runner = TfLiteRunner.open(file, 1)) {
      Matrix outputs = runner.run(data).get(0);
      for (int row = 0; row < labels.length; row++) {
        int best = 0;
        for (int column = 1; column < outputs.columns(); column++) {
          best = outputs.get(row, column) > outputs.get(row, best) ? column : best;
        }
        right += best == labels[row] ? 1 : 0;
      }
    }
    return 100.0 * right / labels.length;
  }
}
