package io.espalier.controller.objective;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a model is judged by. */
public enum Quantity {
  /** Share of right answers. */
  ACCURACY("accuracy", Map.of("", 1.0, "%", 0.01), false),
  /** How well scores tell anomalies, 0 to 1. */
  AUC("auc", Map.of("", 1.0, "%", 0.01), false),
  /** Mean squared error. */
  MSE("mse", Map.of("", 1.0), false),
  /** Mean absolute error. */
  MAE("mae", Map.of("", 1.0), false),
  /** Median latency. */
  P50("latency_p50_us", Units.TIME, true),
  /** 90th percentile of the latency. */
  P90("latency_p90_us", Units.TIME, true),
  /** 99th percentile of the latency. */
  P99("latency_p99_us", Units.TIME, true),
  /** Processor use, percent of a core. */
  CPU("cpu_percent", Map.of("", 1.0, "%", 1.0), true),
  /** Resident memory. */
  RSS("rss_bytes", Units.BYTES, true),
  /** Size of the model's file. */
  BYTES("model_bytes", Units.BYTES, false),
  /** What a node receives for it. */
  WIRE("wire_bytes", Units.BYTES, false);

  private final String column;

  @SuppressWarnings("ImmutableEnumChecker") // Map.of makes immutable ones.
  private final Map<String, Double> units;

  private final boolean ofHardware;

  Quantity(String column, Map<String, Double> units, boolean ofHardware) {
    this.column = column;
    this.units = units;
    this.ofHardware = ofHardware;
  }

  /** The name in objectives. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name of its column in {@code results.csv}. */
  public String column() {
    return column;
  }

  /** Whether figures of different classes of hardware must not be compared. */
  public boolean isOfHardware() {
    return ofHardware;
  }

  /** What a number with that unit is in the unit of the column; empty for other units. */
  Optional<Double> scale(String unit) {
    return Optional.ofNullable(units.get(unit.toLowerCase(Locale.ROOT)));
  }

  /** The units, for messages. */
  String units() {
    return units.keySet().stream()
        .filter(u -> !u.isEmpty())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** The quantity of that name. */
  static Optional<Quantity> of(String label) {
    return Arrays.stream(values()).filter(q -> q.label().equalsIgnoreCase(label)).findFirst();
  }

  /** The names, for messages. */
  static String labels() {
    return Arrays.stream(values()).map(Quantity::label).collect(Collectors.joining(", "));
  }

  /** Factors to the unit of a column, by unit in lower case. */
  private static final class Units {
    static final Map<String, Double> TIME = Map.of("us", 1.0, "µs", 1.0, "ms", 1e3, "s", 1e6);
    static final Map<String, Double> BYTES =
        Map.of(
            "", 1.0, "b", 1.0, "k", 1e3, "kb", 1e3, "kib", 1024.0, "m", 1e6, "mb", 1e6, "mib",
            1048576.0);
  }
}
