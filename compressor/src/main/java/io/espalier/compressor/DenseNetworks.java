package io.espalier.compressor;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.tflite.TfLiteLinkModel;
import io.espalier.compressor.tflite.TfLiteReader;
import io.espalier.compressor.train.Trainer;
import io.espalier.compressor.train.TrainingListener;
import io.espalier.shared.artifact.Precision;

/** Makes dense networks: trains them, or takes the one that was given. */
final class DenseNetworks {
  private final CalibrationData data;
  private final CompressionPlan plan;
  private final Recipes recipes;
  private final CompressionListener listener;
  private final Workers workers;

  DenseNetworks(
      CalibrationData data,
      CompressionPlan plan,
      Recipes recipes,
      CompressionListener listener,
      Workers workers) {
    this.data = data;
    this.plan = plan;
    this.recipes = recipes;
    this.listener = listener;
    this.workers = workers;
  }

  /**
   * A dense network.
   *
   * @param name what messages call it
   * @param network itself
   * @param base its file of single floats, which recipes prune
   * @param told the layer whose activations its files tell beside their output
   * @param samples that show what ranges activations have
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Dense(String name, Network network, byte[] base, int told, CalibrationData samples) {
    /** A perceptron that is written as this one is. */
    Network like(Mlp pruned) {
      return new TrainedNetwork(pruned, told, samples);
    }
  }

  /** The network of a seed. */
  Dense made(Seeds seeds) throws InterruptedException {
    return plan.origin() instanceof Origin.Given given
        ? given(given, seeds)
        : trained(train(seeds), seeds);
  }

  /** The network that an earlier run made, from its file. */
  Dense known(byte[] denseFile, Seeds seeds) throws InterruptedException {
    return plan.origin() instanceof Origin.Given given
        ? given(given, seeds)
        : trained(TfLiteReader.read(denseFile), seeds);
  }

  private Dense trained(Mlp perceptron, Seeds seeds) throws InterruptedException {
    int told =
        plan.head().map(head -> head.on().layer(perceptron)).orElse(perceptron.layers().size() - 1);
    CalibrationData samples = seeds.drawn(data, PruningRecipe.USUAL_SAMPLES);
    Network network = new TrainedNetwork(perceptron, told, samples);
    byte[] base =
        network.file(
            Precision.FP32, recipes.model(seeds.run(), Variant.DENSE, Precision.FP32, new byte[0]));
    return new Dense("dense", network, base, told, samples);
  }

  private Dense given(Origin.Given given, Seeds seeds) {
    CalibrationData samples = seeds.drawn(data, PruningRecipe.USUAL_SAMPLES);
    try (TfLiteLinkModel model = TfLiteLinkModel.open(given.file(), samples)) {
      double sparsity = Network.sparsity(model.layers());
      Network network = new GivenNetwork(given.file(), sparsity, samples);
      return new Dense(given.name(), network, given.file(), 0, samples);
    }
  }

  private Mlp train(Seeds seeds) throws InterruptedException {
    Matrix samples = data.inputs().get(0).values();
    return plan.origin() instanceof Origin.Classifier classifier
        ? ModelTrainer.classifier(
            samples,
            data.labels().orElseThrow(),
            classifier,
            seeds.training(),
            reports(classifier.epochs()),
            workers)
        : autoencoder((Origin.Autoencoder) plan.origin(), samples, seeds);
  }

  private Mlp autoencoder(Origin.Autoencoder origin, Matrix samples, Seeds seeds)
      throws InterruptedException {
    return new Trainer(origin.training(), workers)
        .train(samples, seeds.training(), reports(origin.training().epochs()));
  }

  private TrainingListener reports(int epochs) {
    return (epoch, fraction, loss) ->
        listener.progress(
            Stage.TRAIN,
            (epoch + fraction) / epochs,
            "epoch %d/%d, loss %.4f".formatted(epoch + 1, epochs, loss));
  }
}
