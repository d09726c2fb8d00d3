package io.espalier.compressor.graph;

import io.espalier.compressor.linalg.Matrix;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A model whose links can be scored and changed, together with calibration data that flows through
 * it batch by batch, so that memory does not grow with the number of samples. Safe for use by
 * several threads.
 */
public interface LinkModel {
  /** The layers whose links can be pruned, in the order in which the model computes them. */
  List<LinkLayer> layers();

  /**
   * The same model and data with other weights and biases.
   *
   * @param layers as many as {@link #layers()}, of the same shapes
   */
  LinkModel with(List<LinkLayer> layers);

  /**
   * The same model with fewer samples, drawn at random without repetition; all of them if it has no
   * more than that.
   */
  LinkModel sampled(int samples, SplittableRandom random);

  /** How many batches the calibration data is cut into, at least 1. */
  int batches();

  /** Lets one batch flow through the model. */
  Pass run(int batch);

  /** What one batch does in every layer; what is not asked for need not be computed. */
  interface Pass {
    /** What a group of a layer sees, and its sums. */
    LayerBatch batch(int layer, int group);

    /**
     * The gradient of the model's loss by the sums of a group, rows × m, each row that of one
     * sample's loss.
     *
     * @throws NoGradientsException if the model cannot be differentiated
     */
    default Matrix gradients(int layer, int group) {
      throw new NoGradientsException(
          "gradients: this model only runs forwards, so methods that need them cannot score it");
    }
  }
}
