package io.espalier.controller.experiment;

import io.espalier.controller.experiment.Summary.Cell;
import io.espalier.controller.experiment.Summary.Metric;
import java.util.List;

/**
 * What is worth choosing among the models of an experiment: those that no other is at least as good
 * as in accuracy, bytes and 99th percentile of the latency, and better in one of them. Means are
 * compared; their spread is not.
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
    return new ParetoFront(
        summary.cells().stream()
            .filter(cell -> summary.cells().stream().noneMatch(other -> dominates(other, cell)))
            .toList());
  }

  /** Whether that one is on the front. */
  public boolean contains(Cell cell) {
    return cells.contains(cell);
  }

  private static boolean dominates(Cell one, Cell other) {
    double gained = mean(one, Metric.ACCURACY) - mean(other, Metric.ACCURACY);
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
