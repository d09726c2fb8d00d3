package io.espalier.compressor.train;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import java.util.Optional;

/**
 * What a network is to learn.
 *
 * @param inputs samples, one a row, at least one
 * @param targets what the network should make of each, one a row
 * @param loss how far it is from that
 * @param shifts by how much inputs are moved while their targets stay, if at all
 */
public record Lesson(Matrix inputs, Matrix targets, Loss loss, Optional<Shifts> shifts) {
  private static final int ROWS_AT_ONCE = 1024;

  /**
   * @throws IllegalArgumentException if the parts do not fit together
   */
  public Lesson {
    if (inputs.rows() == 0) {
      throw new IllegalArgumentException("images: expected at least one, found none");
    }
    if (targets.rows() != inputs.rows()) {
      throw new IllegalArgumentException(
          "targets: expected one for each of %d samples, found %d"
              .formatted(inputs.rows(), targets.rows()));
    }
    int pixels = shifts.map(moves -> moves.height() * moves.width()).orElse(inputs.columns());
    if (pixels != inputs.columns()) {
      throw new IllegalArgumentException(
          "shifts: expected images of %d pixels, found %d".formatted(pixels, inputs.columns()));
    }
  }

  /**
   * To give each image back.
   *
   * @param images pixels in [0, 1]
   */
  public static Lesson reconstruction(Matrix images) {
    return new Lesson(images, images, Loss.BINARY_CROSS_ENTROPY, Optional.empty());
  }

  /**
   * To tell classes apart.
   *
   * @param labels one a sample, at least 0
   * @param classes how many there are, more than the largest label
   */
  public static Lesson classification(Matrix samples, int[] labels, int classes) {
    Matrix targets = Matrix.zeros(labels.length, classes);
    for (int i = 0; i < labels.length; i++) {
      targets.values()[i * classes + labels[i]] = 1f;
    }
    return new Lesson(samples, targets, Loss.SOFTMAX_CROSS_ENTROPY, Optional.empty());
  }

  /** The samples of those numbers. */
  public Lesson rows(int[] numbers) {
    return new Lesson(inputs.rows(numbers), targets.rows(numbers), loss, shifts);
  }

  /** The same while inputs are moved. */
  public Lesson shifted(Shifts moves) {
    return new Lesson(inputs, targets, loss, Optional.of(moves));
  }

  /**
   * Distillation: to come near what {@code teacher} makes of the inputs as well. Every loss here is
   * linear in its targets but for a constant, so the mean of two losses is the loss from the mean
   * of their targets (G. Hinton, O. Vinyals, J. Dean, 2015, at temperature 1).
   *
   * @param share of the teacher, in [0, 1]
   */
  public Lesson distilledFrom(Mlp teacher, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "distillation: expected a share of at least 0 and at most 1, found " + share);
    }
    Matrix mixed = Matrix.zeros(targets.rows(), targets.columns());
    for (int from = 0; from < inputs.rows(); from += ROWS_AT_ONCE) {
      int to = Math.min(inputs.rows(), from + ROWS_AT_ONCE);
      Matrix taught = taught(teacher, inputs.rows(from, to));
      int start = from * targets.columns();
      for (int i = 0; i < taught.values().length; i++) {
        float own = targets.values()[start + i];
        mixed.values()[start + i] = own + (float) share * (taught.values()[i] - own);
      }
    }
    return new Lesson(inputs, mixed, loss, shifts);
  }

  /** The teacher's outputs as targets. */
  private Matrix taught(Mlp teacher, Matrix rows) {
    Matrix outputs = teacher.apply(rows);
    if (loss == Loss.SOFTMAX_CROSS_ENTROPY) {
      Softmax.applyInPlace(outputs);
    }
    return outputs;
  }

  /** Refuses a network that this cannot be taught. */
  void requireFit(Mlp network) {
    if (network.inputs() != inputs.columns() || network.outputs() != targets.columns()) {
      throw new IllegalArgumentException(
          "samples: expected %d inputs and %d targets as the network has, found %d and %d"
              .formatted(network.inputs(), network.outputs(), inputs.columns(), targets.columns()));
    }
    Activation last = network.layers().get(network.layers().size() - 1).activation();
    if (last != loss.output()) {
      throw new IllegalArgumentException(
          "loss: %s needs a last layer that is %s, found %s".formatted(loss, loss.output(), last));
    }
  }
}
