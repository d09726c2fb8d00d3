package io.espalier.compressor.train;

import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Permutations;
import io.espalier.compressor.linalg.Workers;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Trains networks by one recipe. The same images and seed give the same bits on the same kind of
 * processor: each batch is cut into a fixed number of parts, whose gradients are summed in order.
 */
public final class Trainer {
  private static final int SHARDS = 4;

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
    Mlp network = Parameters.untrained(recipe.layers(), random.split());
    SplittableRandom shuffling = random.split();
    int rows = (recipe.batch() + SHARDS - 1) / SHARDS;
    List<Shard> shards = Stream.generate(() -> new Shard(network, rows)).limit(SHARDS).toList();
    Adam adam = new Adam(Parameters.of(network));
    int[] order = IntStream.range(0, images.rows()).toArray();
    for (int epoch = 0; epoch < recipe.epochs(); epoch++) {
      Permutations.shuffle(order, shuffling);
      shards.forEach(Shard::resetLoss);
      for (int from = 0; from < order.length; from += recipe.batch()) {
        int to = Math.min(from + recipe.batch(), order.length);
        step(shards, adam, images, order, from, to, recipe.rate(epoch));
        listener.progress(epoch, to / (double) order.length, meanLoss(shards));
      }
    }
    return network;
  }

  private void requireFit(Matrix images) {
    if (images.columns() != recipe.width()) {
      throw new IllegalArgumentException(
          "layers: expected %d first and last, as images have pixels, found %d"
              .formatted(images.columns(), recipe.width()));
    }
    if (images.rows() == 0) {
      throw new IllegalArgumentException("images: expected at least one, found none");
    }
  }

  private void step(
      List<Shard> shards, Adam adam, Matrix images, int[] order, int from, int to, double rate)
      throws InterruptedException {
    int batch = to - from;
    workers.forEach(
        SHARDS,
        s ->
            shards
                .get(s)
                .backpropagate(
                    images,
                    order,
                    from + batch * s / SHARDS,
                    from + batch * (s + 1) / SHARDS,
                    batch));
    List<List<float[]>> gradients = shards.stream().map(Shard::gradients).toList();
    adam.nextStep();
    workers.forEach(SHARDS, s -> adam.update(s, SHARDS, gradients, rate));
  }

  private static double meanLoss(List<Shard> shards) {
    double loss = shards.stream().mapToDouble(Shard::loss).sum();
    return loss / shards.stream().mapToLong(Shard::lossPixels).sum();
  }
}
