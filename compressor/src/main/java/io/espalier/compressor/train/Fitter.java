package io.espalier.compressor.train;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Permutations;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.prune.Pruner;
import io.espalier.compressor.prune.PruningMask;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Fits networks to lessons. The same lesson and seed give the same bits on the same kind of
 * processor: each batch is cut into a fixed number of parts, whose gradients are summed in order.
 */
public final class Fitter {
  private static final int SHARDS = 4;

  private final Workers workers;

  /** A fitter that works on those threads. */
  public Fitter(Workers workers) {
    this.workers = workers;
  }

  /**
   * A classifier before training.
   *
   * @param widths from the input to the number of classes; ReLU but for logits at the end
   */
  public static Mlp untrainedClassifier(List<Integer> widths, long seed) {
    return Parameters.untrained(widths, Activation.LINEAR, new SplittableRandom(seed));
  }

  /**
   * Fits every weight and bias.
   *
   * @param start where to start from; it stays as it is
   * @param seed of the order of the samples, and of how they are moved
   * @throws IllegalArgumentException if the network cannot be taught the lesson
   * @throws InterruptedException if the calling thread is interrupted
   */
  public Mlp fit(Mlp start, Lesson lesson, Course course, long seed, TrainingListener listener)
      throws InterruptedException {
    return fit(
        Parameters.copy(start),
        Optional.empty(),
        lesson,
        course,
        new SplittableRandom(seed),
        listener);
  }

  /**
   * Fits the links that stay, and the biases; pruned links stay pruned.
   *
   * @param mask which links stay
   * @see #fit(Mlp, Lesson, Course, long, TrainingListener)
   */
  public Mlp finetune(
      Mlp start,
      PruningMask mask,
      Lesson lesson,
      Course course,
      long seed,
      TrainingListener listener)
      throws InterruptedException {
    // A copy, since pruning made every array of weights anew but left the biases.
    return fit(
        Parameters.copy(Pruner.prune(start, mask)),
        Optional.of(mask),
        lesson,
        course,
        new SplittableRandom(seed),
        listener);
  }

  /** Fits the network in place. */
  Mlp fit(
      Mlp network,
      Optional<PruningMask> mask,
      Lesson lesson,
      Course course,
      SplittableRandom random,
      TrainingListener listener)
      throws InterruptedException {
    lesson.requireFit(network);
    SplittableRandom shuffling = random.split();
    int samples = lesson.inputs().rows();
    int rows = (course.batch() + SHARDS - 1) / SHARDS;
    List<Shard> shards =
        Stream.generate(() -> new Shard(network, lesson, rows)).limit(SHARDS).toList();
    Adam adam = new Adam(Parameters.of(network), Parameters.factors(network, mask));
    int[] order = IntStream.range(0, samples).toArray();
    for (int epoch = 0; epoch < course.epochs(); epoch++) {
      Permutations.shuffle(order, shuffling);
      long moves = lesson.shifts().isPresent() ? shuffling.nextLong() : 0;
      shards.forEach(Shard::resetLoss);
      for (int from = 0; from < samples; from += course.batch()) {
        int to = Math.min(from + course.batch(), samples);
        step(shards, adam, order, from, to, moves, course.rate(epoch));
        listener.progress(epoch, to / (double) samples, meanLoss(shards));
      }
    }
    return network;
  }

  private void step(
      List<Shard> shards, Adam adam, int[] order, int from, int to, long moves, double rate)
      throws InterruptedException {
    int batch = to - from;
    workers.forEach(
        SHARDS,
        s ->
            shards
                .get(s)
                .backpropagate(
                    order,
                    from + batch * s / SHARDS,
                    from + batch * (s + 1) / SHARDS,
                    batch,
                    moves));
    List<List<float[]>> gradients = shards.stream().map(Shard::gradients).toList();
    adam.nextStep();
    workers.forEach(SHARDS, s -> adam.update(s, SHARDS, gradients, rate));
  }

  private static double meanLoss(List<Shard> shards) {
    double loss = shards.stream().mapToDouble(Shard::loss).sum();
    return loss / shards.stream().mapToLong(Shard::lossOutputs).sum();
  }
}
