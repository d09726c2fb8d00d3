package io.espalier.controller.report;

import io.espalier.controller.experiment.Summary.Metric;
import java.util.Locale;
import java.util.Map;

/**
 * How people speak of a metric, which the name of its column tells.
 *
 * @param name for people
 * @param unit of the figures that are said, with a space before it
 * @param times by what the figure of the column is multiplied for that
 * @param higherIsBetter whether more of it is better
 */
public record MetricWords(String name, String unit, double times, boolean higherIsBetter) {
  private static final Map<String, String> NAMES =
      Map.of(
          "latency_p50_us", "median latency",
          "latency_p90_us", "90th percentile of the latency",
          "latency_p99_us", "99th percentile of the latency",
          "cpu_percent", "CPU",
          "rss_bytes", "memory",
          "model_bytes", "file",
          "wire_bytes", "bytes on the wire",
          "mse", "mean squared error",
          "mae", "mean absolute error",
          "auc", "AUC");

  /** The words for a metric. */
  public static MetricWords of(Metric metric) {
    String column = metric.column();
    String name = NAMES.getOrDefault(column, column.replace('_', ' '));
    if (metric == Metric.ACCURACY) {
      return new MetricWords(name, " points", 100, true);
    }
    if (metric == Metric.AUC) {
      return new MetricWords(name, "", 1, true);
    }
    if (column.endsWith("_us")) {
      return new MetricWords(name, " µs", 1, false);
    }
    if (metric == Metric.RSS_BYTES) {
      return new MetricWords(name, " MB", 1e-6, false);
    }
    if (column.endsWith("_bytes")) {
      return new MetricWords(name, " kB", 1e-3, false);
    }
    return new MetricWords(name, column.endsWith("_percent") ? " %" : "", 1, false);
  }

  /** The name with the unit, as the head of a column. */
  public String title() {
    return unit.isEmpty() ? name : name + "," + unit;
  }

  /** A figure in the unit, without it. */
  public String figure(double value) {
    return higherIsBetter
        ? String.format(Locale.ROOT, times == 1 ? "%.4f" : "%.2f", times * value)
        : Numbers.short3(times * value).replace('-', '−');
  }

  /** A change in the unit, without it: {@code +0.12}, {@code −3.4}, {@code 0}. */
  public String change(double value) {
    String text = figure(Math.abs(value));
    if (!text.matches(".*[1-9].*")) {
      return "0";
    }
    return (value < 0 ? "−" : "+") + text;
  }

  /** Whether the second, which differs by that, is the better one. */
  boolean isBetter(double change) {
    return higherIsBetter == change > 0;
  }
}
