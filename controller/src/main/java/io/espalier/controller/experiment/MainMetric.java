package io.espalier.controller.experiment;

import com.fasterxml.jackson.annotation.JsonValue;
import io.espalier.controller.experiment.Summary.Cell;
import io.espalier.controller.experiment.Summary.Metric;
import io.espalier.controller.experiment.Summary.Statistic;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the models of an experiment are compared by: what its spec says, or else the first of these
 * that was measured.
 */
public enum MainMetric {
  /** Share of correct answers, shown in percent. */
  ACCURACY(Metric.ACCURACY, "accuracy", true, 100, "%.2f"),
  /** How well scores tell anomalies. */
  AUC(Metric.AUC, "AUC", true, 1, "%.4f"),
  /** How far outputs are from targets. */
  MSE(Metric.MSE, "MSE", false, 1, "%.4g"),
  /** The same by absolute differences. */
  MAE(Metric.MAE, "MAE", false, 1, "%.4g");

  private final Metric metric;
  private final String label;
  private final boolean higherIsBetter;
  private final double scale;
  private final String format;

  MainMetric(Metric metric, String label, boolean higherIsBetter, double scale, String format) {
    this.metric = metric;
    this.label = label;
    this.higherIsBetter = higherIsBetter;
    this.scale = scale;
    this.format = format;
  }

  /** That of rows whose spec is not at hand; accuracy if nothing was measured. */
  public static MainMetric of(List<TrialRow> rows) {
    return of(rows, null);
  }

  /**
   * That of an experiment.
   *
   * @param asked what its spec says; absent if it says nothing
   */
  public static MainMetric of(List<TrialRow> rows, @Nullable JudgedBy asked) {
    return of(metric -> rows.stream().anyMatch(metric::isIn), asked);
  }

  /** The one asked for if somebody has it, else the first that somebody has, else accuracy. */
  public static MainMetric of(Predicate<Metric> measured, @Nullable JudgedBy asked) {
    return Stream.concat(Stream.ofNullable(asked).map(JudgedBy::main), Arrays.stream(values()))
        .filter(main -> measured.test(main.metric))
        .findFirst()
        .orElse(ACCURACY);
  }

  /** Its column in {@code results.csv}. */
  @JsonValue
  public String column() {
    return metric.column();
  }

  /** What is compared. */
  public Metric metric() {
    return metric;
  }

  /** Its name for people. */
  public String label() {
    return label;
  }

  /** The same with its unit, as the head of a table. */
  public String title() {
    return this == ACCURACY ? "accuracy, %" : label;
  }

  /** Whether more of it is better. */
  public boolean isHigherBetter() {
    return higherIsBetter;
  }

  /** How good a value is: more is better. */
  public double worth(double value) {
    return higherIsBetter ? value : -value;
  }

  /** A value in the unit of the title. */
  public double shown(double value) {
    return scale * value;
  }

  /** A value as people read it, in the unit of the title. */
  public String text(double value) {
    return String.format(Locale.ROOT, format, shown(value));
  }

  /** Mean and spread of a cell; a dash where it was not measured. */
  public String text(Cell cell) {
    if (!cell.has(metric)) {
      return "–";
    }
    Statistic statistic = cell.of(metric);
    Double sd = statistic.sd();
    String mean = text(statistic.mean());
    return sd == null ? mean : mean + " ± " + spread(sd);
  }

  private String spread(double sd) {
    return String.format(Locale.ROOT, !higherIsBetter ? "%.2g" : format, shown(sd));
  }
}
