package io.espalier.compressor.bench;

import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.data.Datasets;
import io.espalier.compressor.graph.CalibratedMlp;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.train.Trainer;
import io.espalier.compressor.train.TrainingRecipe;
import java.util.List;

/**
 * The autoencoder of 434,176 links that figures are stated for, on MNIST.
 *
 * @param network trained for a moment only: no time depends on how well
 * @param images the training images
 */
record MnistAutoencoder(Mlp network, Matrix images) {
  private static final int TRAINING_IMAGES = 20_000;
  private static final int EPOCHS = 3;

  static MnistAutoencoder train(Workers workers) throws Exception {
    Dataset data = Datasets.mnist();
    TrainingRecipe recipe = new TrainingRecipe(List.of(784, 256, 64, 256, 784), EPOCHS);
    Mlp network =
        new Trainer(recipe, workers)
            .train(data.trainImages().rows(0, TRAINING_IMAGES), 0, (epoch, done, loss) -> {});
    return new MnistAutoencoder(network, data.trainImages());
  }

  /** With the first images as calibration. */
  CalibratedMlp calibrated(int samples) {
    return new CalibratedMlp(network, images.rows(0, samples));
  }
}
