package io.espalier.compressor;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.train.Lesson;
import io.espalier.compressor.train.Loss;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a multi-layer perceptron can be taught by calibration data. */
final class Lessons {
  private static final double TEACHERS_SHARE = 0.5;

  private Lessons() {}

  /**
   * To come near the outputs of the dense network and, where the data says what these should be, as
   * near to that.
   */
  static Lesson withTeacher(Mlp dense, CalibrationData data) {
    try {
      return own(dense, data).distilledFrom(dense, TEACHERS_SHARE);
    } catch (RefusedException e) {
      Matrix inputs = data.inputs().get(0).values();
      return new Lesson(inputs, dense.apply(inputs), loss(dense), Optional.empty());
    }
  }

  /**
   * What the data says that the network should make of it: its targets; without any, an autoencoder
   * is to give its samples back, and a network of logits to tell its labels.
   *
   * @throws RefusedException if the data says nothing of the kind
   */
  static Lesson own(Mlp network, CalibrationData data) throws RefusedException {
    Matrix inputs = data.inputs().get(0).values();
    Activation last = last(network);
    if (data.targets().isPresent()) {
      return new Lesson(inputs, data.targets().get().values(), loss(network), Optional.empty());
    }
    if (last == Activation.SIGMOID && network.outputs() == inputs.columns()) {
      return Lesson.reconstruction(inputs);
    }
    int[] labels =
        data.labels()
            .orElseThrow(
                () ->
                    new RefusedException(
                        data.name() + ": expected labels or targets to train by, found none"));
    int classes = 1 + Arrays.stream(labels).max().orElse(0);
    if (last != Activation.LINEAR || network.outputs() < classes) {
      throw new RefusedException(
          "%s: expected a network of at least %d logits, found %d outputs that are %s"
              .formatted(
                  data.name(), classes, network.outputs(), last.name().toLowerCase(Locale.ROOT)));
    }
    return Lesson.classification(inputs, labels, network.outputs());
  }

  private static Loss loss(Mlp network) {
    return last(network) == Activation.SIGMOID ? Loss.BINARY_CROSS_ENTROPY : Loss.SQUARED_ERROR;
  }

  private static Activation last(Mlp network) {
    return network.layers().get(network.layers().size() - 1).activation();
  }
}
