package io.espalier.compressor.score;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.linalg.Workers;
import java.util.List;

/**
 * A link is worth the root mean square of its Shapley value in the game that a unit's sum is when
 * absent inputs are at their means: |w_i| · σ(x_i).
 *
 * <p>In that game link i adds w_i (x_i − E x_i) to every coalition, so this is its value for the
 * input x, without any sampling.
 */
public final class ShapleyExact implements LinkScorer {
  private final Workers workers;

  /** A scorer that works on those threads; results do not depend on how many there are. */
  public ShapleyExact(Workers workers) {
    this.workers = workers;
  }

  /**
   * The two closed forms together, from one pass over the data.
   *
   * @param scores |w_i| · σ(x_i)
   * @param quadratic the values of {@link QuadraticGame}: signed, so no rank
   */
  public record ClosedForms(LinkScores scores, List<float[]> quadratic) {}

  @Override
  public LinkScores score(LinkModel model, long seed) throws InterruptedException {
    List<List<InputMoments>> sums =
        BatchSums.over(model, units -> new InputMoments(units.inputs()), workers);
    return new LinkScores(BatchSums.toScores(model, sums, ShapleyExact::spread));
  }

  private static double spread(DenseLayer units, InputMoments inputs, int link) {
    return Math.abs(units.weights()[link]) * inputs.deviation(link / units.outputs());
  }

  /** Scores every link and gives its value in the quadratic game besides. */
  public ClosedForms closedForms(LinkModel model) throws InterruptedException {
    List<List<QuadraticGame>> games = BatchSums.over(model, QuadraticGame::new, workers);
    List<float[]> scores =
        BatchSums.toScores(model, games, (units, game, link) -> spread(units, game.inputs(), link));
    List<float[]> values =
        BatchSums.toScores(model, games, (units, game, link) -> game.value(link));
    return new ClosedForms(new LinkScores(scores), values);
  }
}
