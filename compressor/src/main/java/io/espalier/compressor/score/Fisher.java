package io.espalier.compressor.score;

import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.linalg.Workers;
import java.util.List;

/**
 * A link is worth what taking it away adds to the loss in a second-order view, ½ h w² (optimal
 * brain damage: Y. LeCun, J. S. Denker, S. A. Solla, NIPS 1989), with the diagonal of the empirical
 * Fisher information, the mean squared gradient of a sample's loss, for h.
 */
public final class Fisher implements LinkScorer {
  private final Workers workers;

  /** A scorer that works on those threads; results do not depend on how many there are. */
  public Fisher(Workers workers) {
    this.workers = workers;
  }

  /**
   * @throws io.espalier.compressor.graph.NoGradientsException if the model has no gradients
   */
  @Override
  public LinkScores score(LinkModel model, long seed) throws InterruptedException {
    List<List<GradientSums>> sums =
        BatchSums.over(model, units -> new GradientSums(units, Fisher::squared), workers);
    return new LinkScores(
        BatchSums.toScores(
            model,
            sums,
            (units, squares, link) ->
                (double) units.weights()[link] * units.weights()[link] * squares.mean(link) / 2));
  }

  private static float[] squared(float[] values) {
    float[] squares = new float[values.length];
    for (int i = 0; i < squares.length; i++) {
      squares[i] = values[i] * values[i];
    }
    return squares;
  }
}
