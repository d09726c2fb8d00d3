package io.espalier.controller.experiment;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.controller.statistics.Sample;
import io.espalier.shared.artifact.Precision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The repetitions of each method × sparsity × precision taken together.
 *
 * @param main what models are compared by
 * @param cells in the order of the spec
 */
public record Summary(MainMetric main, List<Cell> cells) {
  /** What is summarised, named as in {@code results.csv}. */
  public enum Metric {
    /** Share of correct answers, in [0, 1]. */
    ACCURACY("accuracy", TrialRow::accuracy),
    /** Median latency of single inferences. */
    LATENCY_P50_US("latency_p50_us", TrialRow::latencyP50Us),
    /** 90th percentile. */
    LATENCY_P90_US("latency_p90_us", TrialRow::latencyP90Us),
    /** 99th percentile. */
    LATENCY_P99_US("latency_p99_us", TrialRow::latencyP99Us),
    /** Processor use of the node's process. */
    CPU_PERCENT("cpu_percent", TrialRow::cpuPercent),
    /** Resident memory of the node's process. */
    RSS_BYTES("rss_bytes", TrialRow::rssBytes),
    /** Size of the model's file. */
    MODEL_BYTES("model_bytes", TrialRow::modelBytes),
    /** What the node received for it. */
    WIRE_BYTES("wire_bytes", TrialRow::wireBytes),
    /** Mean squared error. */
    MSE("mse", TrialRow::mse),
    /** Mean absolute error. */
    MAE("mae", TrialRow::mae),
    /** Area under the ROC curve, in [0, 1]. */
    AUC("auc", TrialRow::auc);

    private final String column;

    @SuppressWarnings("ImmutableEnumChecker") // A reference to an accessor has no state.
    private final Function<TrialRow, @Nullable Number> value;

    /** The name of its column in {@code results.csv}. */
    @JsonValue
    public String column() {
      return column;
    }

    /** Whether that trial has it. */
    public boolean isIn(TrialRow row) {
      return row.isMeasured() && value.apply(row) != null;
    }

    /** The figure of a trial that has it. */
    public double of(TrialRow row) {
      return Objects.requireNonNull(value.apply(row)).doubleValue();
    }

    Metric(String column, Function<TrialRow, @Nullable Number> value) {
      this.column = column;
      this.value = value;
    }
  }

  /**
   * Mean and spread of a metric.
   *
   * @param mean arithmetic mean
   * @param sd sample standard deviation (n − 1); absent for a single value
   */
  public record Statistic(double mean, @JsonSetter(nulls = Nulls.SET) @Nullable Double sd) {
    static Statistic of(Collection<Double> values) {
      Sample sample = Sample.of(values);
      return new Statistic(sample.mean(), sample.n() < 2 ? null : sample.sd());
    }
  }

  /**
   * One method × sparsity × precision.
   *
   * @param n how many measured repetitions there are, at least 1
   * @param statistics one for each metric that was measured
   */
  public record Cell(
      String method,
      double sparsity,
      Precision precision,
      int n,
      Map<Metric, Statistic> statistics) {
    /** Whether that row is one of its repetitions. */
    public boolean isOf(TrialRow row) {
      return row.method().equals(method)
          && row.sparsity() == sparsity
          && row.precision() == precision;
    }

    /** Whether that was measured. */
    public boolean has(Metric metric) {
      return statistics.containsKey(metric);
    }

    /** The statistic of a metric that was measured. */
    public Statistic of(Metric metric) {
      return Objects.requireNonNull(statistics.get(metric));
    }
  }

  private record Key(String method, double sparsity, Precision precision) {}

  /** Summarises the measured ones of {@code rows}. */
  public static Summary of(List<TrialRow> rows) {
    return of(rows, null);
  }

  /**
   * The same.
   *
   * @param asked what the spec says that models are judged by; absent if it says nothing
   */
  public static Summary of(List<TrialRow> rows, @Nullable JudgedBy asked) {
    Map<Key, List<TrialRow>> groups = new LinkedHashMap<>();
    for (TrialRow row : rows) {
      if (row.isMeasured()) {
        Key key = new Key(row.method(), row.sparsity(), row.precision());
        groups.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
      }
    }
    List<Cell> cells = new ArrayList<>();
    groups.forEach((key, group) -> cells.add(cell(key, group)));
    return new Summary(MainMetric.of(rows, asked), List.copyOf(cells));
  }

  /** The summary as the text of {@code summary.csv}. */
  public String toCsv() {
    List<String> columns = new ArrayList<>(List.of("method", "sparsity", "precision", "n"));
    for (Metric metric : Metric.values()) {
      columns.add(metric.column + "_mean");
      columns.add(metric.column + "_sd");
    }
    List<List<@Nullable Object>> lines = new ArrayList<>();
    for (Cell cell : cells) {
      List<@Nullable Object> line = new ArrayList<>();
      line.add(cell.method());
      line.add(cell.sparsity());
      line.add(cell.precision().label());
      line.add(cell.n());
      for (Metric metric : Metric.values()) {
        line.add(cell.has(metric) ? cell.of(metric).mean() : null);
        line.add(cell.has(metric) ? cell.of(metric).sd() : null);
      }
      lines.add(line);
    }
    return Csv.write(columns, lines);
  }

  private static Cell cell(Key key, List<TrialRow> group) {
    Map<Metric, Statistic> statistics = new LinkedHashMap<>();
    for (Metric metric : Metric.values()) {
      List<Double> values = group.stream().filter(metric::isIn).map(metric::of).toList();
      if (!values.isEmpty()) {
        statistics.put(metric, Statistic.of(values));
      }
    }
    return new Cell(key.method(), key.sparsity(), key.precision(), group.size(), statistics);
  }
}
