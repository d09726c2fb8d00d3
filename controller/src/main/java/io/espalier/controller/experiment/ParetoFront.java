package io.espalier.controller.experiment;

import io.espalier.controller.experiment.Summary.Cell;
import io.espalier.controller.experiment.Summary.Metric;
import java.util.List;

/**
 * What is worth choosing among the models of an experiment: those that no other is at least as good
 * as in what they are compared by, bytes and 99th percentile of the latency, and better in one of
 * them. Means are compared; their spread is not.
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
    MainMetric main = summary.main();
    List<Cell> cells = summary.cells().stream().filter(cell -> cell.has(main.metric())).toList();
    return new ParetoFront(
        cells.stream()
            .filter(cell -> cells.stream().noneMatch(other -> dominates(other, cell, main)))
            .toList());
  }

  /** Whether that one is on the front. */
  public boolean contains(Cell cell) {
    return cells.contains(cell);
  }

  private static boolean dominates(Cell one, Cell other, MainMetric main) {
    double gained = main.worth(mean(one, main.metric())) - main.worth(mean(other, main.metric()));
    boolean better = gained > 0;
    if (gained < 0) {
      return false;
    }
    for (Metric cost : COSTS) {
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
