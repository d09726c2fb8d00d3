package io.espalier.controller.api;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.controller.experiment.ClassRecall;
import io.espalier.controller.experiment.ExperimentId;
import io.espalier.controller.experiment.ExperimentSpec;
import io.espalier.controller.experiment.MainMetric;
import io.espalier.controller.experiment.ParetoFront;
import io.espalier.controller.experiment.Summary;
import io.espalier.controller.experiment.Summary.Cell;
import io.espalier.controller.experiment.Summary.Metric;
import io.espalier.controller.experiment.Summary.Statistic;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.controller.report.PaperTable;
import io.espalier.shared.artifact.Precision;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an experiment found, repetitions taken together.
 *
 * @param experiment which experiment
 * @param main what its models are compared by
 * @param members each method × sparsity × precision that was measured, in the order of the spec
 * @param table the same as the paper's table, ready to be shown
 * @param classes how often each class was recognised by the dense and the most pruned models;
 *     absent where no classes were counted
 */
public record ExperimentSummaryView(
    ExperimentId experiment,
    Main main,
    List<Member> members,
    Table table,
    @JsonSetter(nulls = Nulls.SET) @Nullable ClassRecall classes) {
  /**
   * What models are compared by.
   *
   * @param metric its name among statistics: {@code accuracy}, {@code auc}, {@code mse} or {@code
   *     mae}
   * @param label its name for people
   * @param title the same with the unit of the table
   * @param higherIsBetter whether more of it is better
   */
  public record Main(String metric, String label, String title, boolean higherIsBetter) {
    private static Main of(MainMetric main) {
      return new Main(main.column(), main.label(), main.title(), main.isHigherBetter());
    }
  }

  /**
   * One method × sparsity × precision.
   *
   * @param method {@code dense} for the baseline
   * @param sparsity fraction of links asked to be removed
   * @param precision how weights are stored
   * @param n measured repetitions, at least 1
   * @param statistics by the name of the column in {@code results.csv}: accuracy and AUC in [0, 1],
   *     latencies in microseconds, sizes in bytes; what was not measured is absent
   * @param front whether no other is at least as good in what is compared, bytes and 99th
   *     percentile of the latency, and better in one
   * @param trials numbers of its measured trials, one for each repetition
   */
  public record Member(
      String method,
      double sparsity,
      Precision precision,
      int n,
      Map<Metric, Statistic> statistics,
      boolean front,
      List<Integer> trials) {}

  /**
   * The paper's table.
   *
   * @param precisions its columns
   * @param rows a row for each method × sparsity
   */
  public record Table(List<Precision> precisions, List<Row> rows) {
    private static Table of(PaperTable table) {
      return new Table(
          table.precisions(),
          table.rows().stream()
              .map(row -> new Row(row.name(), row.method(), row.sparsity(), texts(table, row)))
              .toList());
    }

    private static Map<Precision, Texts> texts(PaperTable table, PaperTable.Row row) {
      return row.cells().entrySet().stream()
          .collect(
              Collectors.toMap(
                  Map.Entry::getKey,
                  cell ->
                      new Texts(
                          table.figure(cell.getValue()),
                          table.main() == MainMetric.ACCURACY
                              ? table.figure(cell.getValue())
                              : null,
                          PaperTable.latency(cell.getValue()),
                          PaperTable.kilobytes(cell.getValue())),
                  (a, b) -> a,
                  TreeMap::new));
    }
  }

  /**
   * A row of it.
   *
   * @param name of the method for people: the dense model is the baseline
   * @param method as in members
   * @param sparsity fraction of links asked to be removed
   * @param cells by precision; one that was not measured is absent
   */
  public record Row(String name, String method, double sparsity, Map<Precision, Texts> cells) {}

  /**
   * A cell of it.
   *
   * @param figure what is compared, in the unit of the title: {@code 96.62 ± 0.06}
   * @param accuracy the same if that is accuracy, as it was called before there was anything else
   * @param latency median and 99th percentile, microseconds: {@code 23.4 / 58.4}
   * @param kilobytes size of the model, thousands of bytes
   */
  public record Texts(
      String figure,
      @JsonSetter(nulls = Nulls.SET) @Nullable String accuracy,
      String latency,
      String kilobytes) {}

  /** Of rows by their trial's number. */
  public static ExperimentSummaryView of(ExperimentSpec spec, SortedMap<Integer, TrialRow> rows) {
    List<TrialRow> all = List.copyOf(rows.values());
    Summary summary = Summary.of(all, spec.metric());
    ParetoFront front = ParetoFront.of(summary);
    PaperTable table = PaperTable.of(summary);
    return new ExperimentSummaryView(
        spec.id(),
        Main.of(table.main()),
        summary.cells().stream()
            .map(
                cell ->
                    new Member(
                        cell.method(),
                        cell.sparsity(),
                        cell.precision(),
                        cell.n(),
                        cell.statistics(),
                        front.contains(cell),
                        trials(cell, rows)))
            .toList(),
        Table.of(table),
        ClassRecall.of(all).orElse(null));
  }

  private static List<Integer> trials(Cell cell, SortedMap<Integer, TrialRow> rows) {
    return rows.entrySet().stream()
        .filter(row -> row.getValue().isMeasured() && cell.isOf(row.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
