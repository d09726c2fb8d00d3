package io.espalier.controller.experiment;

import io.espalier.compressor.HeadRecipe;
import io.espalier.compressor.TrainingGoal;
import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.tflite.TfLiteException;
import io.espalier.compressor.tflite.TfLiteReader;
import io.espalier.compressor.tflite.TfLiteRunner;
import io.espalier.controller.objective.Constraint;
import io.espalier.controller.objective.Objective;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Refuses what could not be compressed or judged with the material at hand, before it is tried. */
final class MaterialCheck {
  private final ExperimentSpec spec;
  private final Material material;
  private final CalibrationData training;
  private final CalibrationData test;

  private MaterialCheck(ExperimentSpec spec, Material material) {
    this.spec = spec;
    this.material = material;
    this.training = material.data().training();
    this.test = material.data().test();
  }

  /**
   * Refuses it.
   *
   * @throws SpecException if data, model and what is asked for do not fit together; the message
   *     names the key
   */
  static void requireFits(ExperimentSpec spec, Material material) throws SpecException {
    try {
      new MaterialCheck(spec, material).requireFits();
    } catch (IllegalArgumentException e) {
      throw new SpecException(String.valueOf(e.getMessage()));
    }
  }

  private void requireFits() {
    Expect.that(
        training.inputs().size() == 1,
        "data",
        "samples for one input",
        "arrays for %d in %s".formatted(training.inputs().size(), spec.data()));
    int outputs =
        spec.model() instanceof ModelSource.Trained trained ? outputs(trained) : outputsOfFile();
    if (spec.svm() == null) {
      requireJudgeable(outputs);
    } else {
      requireClasses(spec.svm());
    }
    if (spec.race() != null) {
      requireMeasured(spec.race().objective());
    }
  }

  private void requireMeasured(Objective objective) {
    JudgedBy metric = material.judgedBy(spec);
    Stream.concat(
            Stream.of(objective.quantity()),
            objective.constraints().stream().map(Constraint::quantity))
        .filter(quantity -> !metric.measures(quantity))
        .findFirst()
        .ifPresent(
            quantity -> {
              throw new IllegalArgumentException(
                  "race.objective: expected figures that are measured with metric: %s, found %s"
                      .formatted(metric.label(), quantity.label()));
            });
  }

  private int outputs(ModelSource.Trained trained) {
    List<Integer> layers = trained.layers();
    int first = layers.get(0);
    int last = layers.get(layers.size() - 1);
    int width = training.inputs().get(0).values().columns();
    if (trained.goal() == TrainingGoal.RECONSTRUCTION) {
      Expect.that(
          first == width && last == width,
          "model.train.layers",
          "%d first and last, the width of the data %s".formatted(width, spec.data()),
          layers);
      for (float value : training.inputs().get(0).values().values()) {
        Expect.that(
            value >= 0 && value <= 1,
            "data",
            "values in [0, 1] to train an autoencoder on",
            value + " in " + spec.data());
      }
      return last;
    }
    int classes = 1 + largest(labels(training, "to train by"));
    Expect.that(
        first == width && last >= classes,
        "model.train.layers",
        "%d first, the width of the data %s, and at least %d last, for so many classes"
            .formatted(width, spec.data(), classes),
        layers);
    return last;
  }

  /** The width of the first output of the model that somebody brings. */
  private int outputsOfFile() {
    byte[] file = Objects.requireNonNull(material.model());
    try (TfLiteRunner runner = TfLiteRunner.open(file, 1)) {
      int width = runner.run(test.slice(0, 1)).get(0).columns();
      for (int i = 0; i < spec.methods().size(); i++) {
        if (spec.methods().get(i).needsPerceptron()) {
          requirePerceptron(file, i);
        }
      }
      return width;
    } catch (TfLiteException e) {
      throw new IllegalArgumentException("model.file: " + e.getMessage(), e);
    }
  }

  private static void requirePerceptron(byte[] file, int method) {
    try {
      TfLiteReader.read(file);
    } catch (TfLiteException e) {
      throw new IllegalArgumentException(
          "methods[%d]: only multi-layer perceptrons can be trained or differentiated: %s"
              .formatted(method, e.getMessage()),
          e);
    }
  }

  private void requireClasses(HeadRecipe svm) {
    Expect.that(
        svm.samples() <= training.samples(),
        "svm.samples",
        "at most %d, the training samples of %s".formatted(training.samples(), spec.data()),
        svm.samples());
    int[] labels = Arrays.copyOf(labels(training, "to fit heads by"), svm.samples());
    Expect.that(
        Arrays.stream(labels).distinct().count() >= 2,
        "svm.samples",
        "two classes or more among the first %d training samples of %s"
            .formatted(labels.length, spec.data()),
        "only " + labels[0]);
    labels(test, "to judge by");
  }

  private void requireJudgeable(int outputs) {
    JudgedBy metric = material.judgedBy(spec);
    switch (metric) {
      case TOP_1 -> {
        int largest = largest(labels(test, "for metric: top-1"));
        Expect.that(
            outputs == 1 || largest < outputs,
            "metric",
            "a figure for %d outputs".formatted(outputs),
            "top-1 with labels up to " + largest);
      }
      case MSE, MAE -> {
        int width =
            test.targets()
                .map(targets -> targets.values().columns())
                .orElse(test.inputs().get(0).values().columns());
        Expect.that(
            outputs == width,
            "metric",
            "a figure for %d outputs".formatted(outputs),
            "%s with %d values to come near to".formatted(metric.label(), width));
      }
      case AUC -> {
        int[] labels = labels(test, "for metric: auc");
        Expect.that(
            Arrays.stream(labels).allMatch(label -> label <= 1)
                && Arrays.stream(labels).distinct().count() == 2,
            "metric",
            "labels 0 (normal) and 1 (anomaly) for auc",
            "others in " + spec.data());
        int width = test.inputs().get(0).values().columns();
        Expect.that(
            outputs == 1 || outputs == width,
            "metric",
            "a figure for %d outputs".formatted(outputs),
            "auc, of one output or of %d".formatted(width));
      }
    }
  }

  private int[] labels(CalibrationData part, String what) {
    return part.labels()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "data: expected labels %s, found none in %s".formatted(what, spec.data())));
  }

  private static int largest(int[] labels) {
    return Arrays.stream(labels).max().orElse(0);
  }
}
