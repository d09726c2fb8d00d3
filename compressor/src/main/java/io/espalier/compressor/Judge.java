package io.espalier.compressor;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.evaluate.Evaluator;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.report.ModelFigures;
import io.espalier.compressor.tflite.InventoryReader;
import io.espalier.compressor.tflite.ModelTimer;
import io.espalier.compressor.tflite.TfLiteRunner;
import io.espalier.shared.wire.WireCoding;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Runs files on the samples, and says what they are worth beside the file that was given. */
final class Judge {
  private final CalibrationData data;
  private final int threads;
  private final List<Matrix> reference;
  private final boolean labelled;

  /** Runs the file that was given, which others are held against. */
  Judge(byte[] given, CalibrationData data, int threads) {
    this.data = data;
    this.threads = threads;
    this.reference = run(given);
    this.labelled = data.labels().filter(this::areOfThisModel).isPresent();
  }

  /** Whether the samples have labels, and the model classifies. */
  boolean labelled() {
    return labelled;
  }

  /** What a file costs and is worth. */
  ModelFigures figures(byte[] file) throws InterruptedException {
    List<Matrix> outputs = run(file);
    return new ModelFigures(
        file.length,
        WireCoding.encode(file).bytes().length,
        InventoryReader.read(file).flops(),
        ModelTimer.usual().time(file, data.inputs()).micros(),
        accuracy(outputs),
        Evaluator.relativeError(outputs, reference));
  }

  /** What a file loses: accuracy, or without labels the relative squared error of its outputs. */
  double loss(byte[] file) {
    List<Matrix> outputs = run(file);
    return accuracy(outputs)
        .map(share -> accuracy(reference).orElseThrow() - share)
        .orElseGet(() -> Evaluator.relativeError(outputs, reference));
  }

  /** What was lost, by figures of the file that was given and of another. */
  static double loss(ModelFigures before, ModelFigures after) {
    return before
        .accuracy()
        .map(share -> share - after.accuracy().orElseThrow())
        .orElseGet(after::outputError);
  }

  private Optional<Double> accuracy(List<Matrix> outputs) {
    return labelled
        ? Optional.of(Evaluator.accuracy(outputs.get(0), data.labels().orElseThrow()))
        : Optional.empty();
  }

  /** A model that gives as much as it takes gives the input back, whatever classes samples have. */
  private boolean areOfThisModel(int[] labels) {
    int outputs = reference.get(0).columns();
    int classes = 1 + Arrays.stream(labels).max().orElse(0);
    boolean givesBack = outputs > 1 && outputs == data.inputs().get(0).values().columns();
    return !givesBack && (outputs == 1 || classes <= outputs);
  }

  private List<Matrix> run(byte[] file) {
    try (TfLiteRunner runner = TfLiteRunner.open(file, threads)) {
      return runner.run(data);
    }
  }
}
