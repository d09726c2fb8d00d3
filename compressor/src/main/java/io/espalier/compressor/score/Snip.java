package io.espalier.compressor.score;

import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.linalg.Workers;
import java.util.List;

/**
 * A link is worth how much the loss would feel it, |w · ∂L/∂w| with L the mean loss (N. Lee, T.
 * Ajanthan, P. H. S. Torr, ICLR 2019), here on the trained model.
 */
public final class Snip implements LinkScorer {
  private final Workers workers;

  /** A scorer that works on those threads; results do not depend on how many there are. */
  public Snip(Workers workers) {
    this.workers = workers;
  }

  /**
   * @throws io.espalier.compressor.graph.NoGradientsException if the model has no gradients
   */
  @Override
  public LinkScores score(LinkModel model, long seed) throws InterruptedException {
    List<List<GradientSums>> sums =
        BatchSums.over(model, units -> new GradientSums(units, values -> values), workers);
    return new LinkScores(
        BatchSums.toScores(
            model,
            sums,
            (units, gradients, link) -> Math.abs(units.weights()[link] * gradients.mean(link))));
  }
}
