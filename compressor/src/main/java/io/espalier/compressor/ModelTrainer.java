package io.espalier.compressor;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.prune.PruningMask;
import io.espalier.compressor.tflite.TfLiteException;
import io.espalier.compressor.tflite.TfLiteReader;
import io.espalier.compressor.tflite.TfLiteWriter;
import io.espalier.compressor.train.Course;
import io.espalier.compressor.train.Fitter;
import io.espalier.compressor.train.Lesson;
import io.espalier.compressor.train.Trainer;
import io.espalier.compressor.train.TrainingListener;
import io.espalier.compressor.train.TrainingRecipe;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.artifact.Provenance;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Trains multi-layer perceptrons, anew or further. The same data, seed and build give the same file
 * on the same kind of processor.
 */
public final class ModelTrainer {
  private final int epochs;
  private final long seed;
  private final CompressionListener listener;

  /**
   * A trainer that takes as long for any network.
   *
   * @param epochs passes over the samples, at least 1
   * @param seed of initial weights and of the order of samples
   */
  public ModelTrainer(int epochs, long seed, CompressionListener listener) {
    this.epochs = epochs;
    this.seed = seed;
    this.listener = listener;
  }

  /**
   * Trains a network on the training samples of a data set.
   *
   * @param widths of its layers, from the samples to the outputs
   * @throws IllegalArgumentException if data and layers do not fit together
   * @throws InterruptedException if this thread is interrupted
   */
  public ArtifactFile train(Dataset data, TrainingGoal goal, List<Integer> widths)
      throws InterruptedException {
    requireFit(data, goal, widths);
    Map<String, String> recipe = recipe(data.digest());
    recipe.put("goal", goal.label());
    recipe.put("layers", widths.stream().map(String::valueOf).collect(Collectors.joining("-")));
    try (Workers workers = Workers.onEveryCore("trainer")) {
      return file(network(data, goal, widths, workers), recipe);
    }
  }

  /**
   * Trains the network of a file further. Links of weight zero stay zero.
   *
   * @param file a {@code .tflite} file of single floats with nothing but fully connected layers
   * @param data samples with targets; or with labels, for a network of logits; or neither, for an
   *     autoencoder
   * @throws RefusedException if that network cannot be trained on those samples
   * @throws InterruptedException if this thread is interrupted
   */
  public ArtifactFile finetune(byte[] file, CalibrationData data)
      throws RefusedException, InterruptedException {
    try (Workers workers = Workers.onEveryCore("trainer")) {
      Mlp start = TfLiteReader.read(file);
      PruningMask live = new PruningMask(start.layers().stream().map(ModelTrainer::live).toList());
      Mlp fitted =
          new Fitter(workers)
              .finetune(
                  start, live, Lessons.own(start, data), Course.of(epochs), seed, this::report);
      Map<String, String> recipe = recipe(data.digest());
      TfLiteReader.provenance(file)
          .ifPresent(
              made -> made.recipe().forEach((key, value) -> recipe.put("given." + key, value)));
      recipe.put("given", Digest.of(file).hex());
      return file(fitted, recipe);
    } catch (TfLiteException e) {
      throw new RefusedException(
          "only multi-layer perceptrons can be trained: " + e.getMessage(), e);
    }
  }

  private Mlp network(Dataset data, TrainingGoal goal, List<Integer> widths, Workers workers)
      throws InterruptedException {
    Matrix samples = data.trainImages();
    return switch (goal) {
      case RECONSTRUCTION ->
          new Trainer(new TrainingRecipe(widths, epochs), workers)
              .train(samples, seed, this::report);
      case CLASSIFICATION ->
          classifier(
              samples,
              data.trainLabels(),
              new Origin.Classifier(widths, epochs),
              seed,
              this::report,
              workers);
    };
  }

  /** A classifier of those samples. */
  static Mlp classifier(
      Matrix samples,
      int[] labels,
      Origin.Classifier how,
      long seed,
      TrainingListener listener,
      Workers workers)
      throws InterruptedException {
    int classes = how.layers().get(how.layers().size() - 1);
    return new Fitter(workers)
        .fit(
            Fitter.untrainedClassifier(how.layers(), seed),
            Lesson.classification(samples, labels, classes),
            Course.of(how.epochs()),
            seed,
            listener);
  }

  private static void requireFit(Dataset data, TrainingGoal goal, List<Integer> widths) {
    if (widths.size() < 2 || widths.stream().anyMatch(width -> width < 1)) {
      throw new IllegalArgumentException(
          "layers: expected at least two widths of at least 1, found " + widths);
    }
    int first = widths.get(0);
    int last = widths.get(widths.size() - 1);
    if (first != data.width()) {
      throw new IllegalArgumentException(
          "layers: expected %d first, as samples have values, found %d"
              .formatted(data.width(), first));
    }
    if (goal == TrainingGoal.CLASSIFICATION && last < data.classes()) {
      throw new IllegalArgumentException(
          "layers: expected at least %d last, as there are classes, found %d"
              .formatted(data.classes(), last));
    }
  }

  private static BitSet live(DenseLayer layer) {
    BitSet live = new BitSet();
    for (int i = 0; i < layer.weights().length; i++) {
      live.set(i, layer.weights()[i] != 0);
    }
    return live;
  }

  private Map<String, String> recipe(Digest data) {
    return new TreeMap<>(
        Map.of(
            "data", data.hex(), "epochs", Integer.toString(epochs), "seed", Long.toString(seed)));
  }

  private static ArtifactFile file(Mlp network, Map<String, String> recipe) {
    Provenance provenance = Provenance.ofThisBuild(recipe);
    return new ArtifactFile(TfLiteWriter.write(network, Precision.FP32, provenance), provenance);
  }

  private void report(int epoch, double fraction, double loss) {
    listener.progress(
        Stage.TRAIN,
        (epoch + fraction) / epochs,
        String.format(Locale.ROOT, "epoch %d of %d, loss %.4f", epoch + 1, epochs, loss));
  }
}
