package io.espalier.compressor;

import io.espalier.shared.artifact.Precision;
import java.util.Map;
import java.util.Optional;

/**
 * A network in the precisions that were asked for, with the head that belongs to it if there is
 * one.
 *
 * @param seed of the run that made it
 * @param variant which network it is
 * @param sparsityReached the share of links whose weight is zero, measured on the weights that were
 *     written
 * @param models a {@code .tflite} file for each precision
 * @param head a {@code .tflite} file that makes a class of what the network says
 */
public record CompressedModel(
    long seed,
    Variant variant,
    double sparsityReached,
    Map<Precision, ArtifactFile> models,
    Optional<ArtifactFile> head) {
  public CompressedModel {
    models = Map.copyOf(models);
  }

  /**
   * The file in that precision.
   *
   * @throws IllegalArgumentException if the plan did not ask for it
   */
  public ArtifactFile model(Precision precision) {
    ArtifactFile file = models.get(precision);
    if (file == null) {
      throw new IllegalArgumentException(
          "%s: expected a precision of the plan, one of %s, found %s"
              .formatted(variant, models.keySet(), precision));
    }
    return file;
  }
}
