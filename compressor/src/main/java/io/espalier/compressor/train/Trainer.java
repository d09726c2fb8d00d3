package io.espalier.compressor.train;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Trains networks by one recipe. The same images and seed give the same bits on the same kind of
 * processor: each batch is cut into a fixed number of parts, whose gradients are summed in order.
 */
public final class Trainer {
  private final TrainingRecipe recipe;
  private final Workers workers;

  /** A trainer that works on those threads. */
  public Trainer(TrainingRecipe recipe, Workers workers) {
    this.recipe = recipe;
    this.workers = workers;
  }

  /**
   * Trains an autoencoder.
   *
   * @param images one a row, pixels in [0, 1], as wide as the recipe's first layer
   * @param seed of the initial weights and of the order of the images
   * @throws IllegalArgumentException if the images do not fit the recipe
   * @throws InterruptedException if the calling thread is interrupted
   */
  public Mlp train(Matrix images, long seed, TrainingListener listener)
      throws InterruptedException {
    requireFit(images);
    SplittableRandom random = new SplittableRandom(seed);
    Mlp network = Parameters.untrained(recipe.layers(), Activation.SIGMOID, random.split());
    return new Fitter(workers)
        .fit(
            network,
            Optional.empty(),
            Lesson.reconstruction(images),
            recipe.course(),
            random,
            listener);
  }

  private void requireFit(Matrix images) {
    if (images.columns() != recipe.width()) {
      throw new IllegalArgumentException(
          "layers: expected %d first and last, as images have pixels, found %d"
              .formatted(images.columns(), recipe.width()));
    }
  }
}
