package io.espalier.controller.experiment;

import io.espalier.controller.experiment.Summary.Cell;
import io.espalier.controller.experiment.Summary.Metric;
import java.util.List;

/**
 * What is worth choosing among the models of an experiment: those that no other is at least as good
 * as in what they are compared by and in what they cost, and better in one of them; costs are bytes
 * and the 99th percentile of the latency unless others are named. Means are compared; their spread
 * is not.
 *
 * @param cells in the order of the summary
 */
public record ParetoFront(List<Cell> cells) {
  private static final List<Metric> COSTS = List.of(Metric.MODEL_BYTES, Metric.LATENCY_P99_US);

  /** Copies. */
  public ParetoFront {
    cells = List.copyOf(cells);
  }

  /** The front of a summary; of equal ones all are on it. */
  public static ParetoFront of(Summary summary) {
    return of(summary, COSTS);
  }

  /** The front of a summary by other costs than bytes and latency. */
  public static ParetoFront of(Summary summary, List<Metric> costs) {
    MainMetric main = summary.main();
    List<Cell> cells = summary.cells().stream().filter(cell -> cell.has(main.metric())).toList();
    return new ParetoFront(
        cells.stream()
            .filter(cell -> cells.stream().noneMatch(other -> dominates(other, cell, main, costs)))
            .toList());
  }

  /** Whether that one is on the front. */
  public boolean contains(Cell cell) {
    return cells.contains(cell);
  }

  private static boolean dominates(Cell one, Cell other, MainMetric main, List<Metric> costs) {
    double gained = main.worth(mean(one, main.metric())) - main.worth(mean(other, main.metric()));
    boolean better = gained > 0;
    if (gained < 0) {
      return false;
    }
    for (Metric cost : costs) {
      double saved = mean(other, cost) - mean(one, cost);
      if (saved < 0) {
        return false;
      }
      better |= saved > 0;
    }
    return better;
  }

  private static double mean(Cell cell, Metric metric) {
    return cell.of(metric).mean();
  }
}
