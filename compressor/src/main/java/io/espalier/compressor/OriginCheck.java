package io.espalier.compressor;

import io.espalier.compressor.data.CalibrationData;
import java.util.Arrays;
import java.util.List;

/** Whether what is to be trained fits the samples. */
final class OriginCheck {
  private OriginCheck() {}

  /**
   * Refuses what does not.
   *
   * @throws IllegalArgumentException if layers do not, or labels are missing
   */
  static void requireFits(CompressionPlan plan, CalibrationData data) {
    if (!plan.origin().isTrained()) {
      return;
    }
    if (data.inputs().size() != 1) {
      throw new IllegalArgumentException(
          "data: expected samples for one input to train on, found %d in %s"
              .formatted(data.inputs().size(), data.name()));
    }
    if (plan.origin() instanceof Origin.Classifier classifier) {
      requireFits(classifier, data);
    }
    if (plan.origin() instanceof Origin.Autoencoder autoencoder) {
      requireFits(autoencoder, data);
    }
    if (plan.head().isPresent()) {
      labels(data);
    }
  }

  private static void requireFits(Origin.Autoencoder autoencoder, CalibrationData data) {
    int width = autoencoder.training().width();
    if (width != width(data)) {
      throw new IllegalArgumentException(
          "layers: expected %d first and last, as samples of %s have values, found %d"
              .formatted(width(data), data.name(), width));
    }
    for (float value : data.inputs().get(0).values().values()) {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException(
            "data: expected values in [0, 1] to train an autoencoder on, found %s in %s"
                .formatted(value, data.name()));
      }
    }
  }

  private static void requireFits(Origin.Classifier classifier, CalibrationData data) {
    List<Integer> layers = classifier.layers();
    int classes = 1 + Arrays.stream(labels(data)).max().orElse(0);
    if (layers.get(0) != width(data) || layers.get(layers.size() - 1) < classes) {
      throw new IllegalArgumentException(
          "layers: expected %d first, as samples of %s have values, and at least %d last, as there are classes, found %s"
              .formatted(width(data), data.name(), classes, layers));
    }
  }

  private static int width(CalibrationData data) {
    return data.inputs().get(0).values().columns();
  }

  private static int[] labels(CalibrationData data) {
    return data.labels()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "data: expected labels to train by, found none in " + data.name()));
  }
}
