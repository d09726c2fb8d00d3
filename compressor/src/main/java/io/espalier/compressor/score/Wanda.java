package io.espalier.compressor.score;

import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.linalg.Workers;
import java.util.List;

/**
 * A link is worth the size of its weight times that of its input, |w| · ‖x‖₂ / √N, meant to be
 * compared with the links of the same unit (M. Sun, Z. Liu, A. Bair, J. Z. Kolter, ICLR 2024).
 */
public final class Wanda implements LinkScorer {
  private final Workers workers;

  /** A scorer that works on those threads; results do not depend on how many there are. */
  public Wanda(Workers workers) {
    this.workers = workers;
  }

  @Override
  public LinkScores score(LinkModel model, long seed) throws InterruptedException {
    List<List<InputMoments>> sums =
        BatchSums.over(model, units -> new InputMoments(units.inputs()), workers);
    return new LinkScores(
        BatchSums.toScores(
            model,
            sums,
            (units, inputs, link) ->
                Math.abs(units.weights()[link]) * inputs.size(link / units.outputs())));
  }
}
