package io.espalier.controller.rollout;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Verdicts and counts in the words of people. */
public final class Explanation {
  private static final double MICROS_A_MILLI = 1000;
  private static final double MIB = 1024 * 1024;

  private Explanation() {}

  /** One line: what was seen, how sure it is, and what was allowed. */
  public static String of(Verdict verdict) {
    StringBuilder line = new StringBuilder();
    line.append(verdict.gate()).append(" of ").append(verdict.scope()).append(": ");
    line.append(figure(verdict.value(), verdict.unit()));
    if (verdict.low() != null && verdict.high() != null) {
      line.append(" (")
          .append(figure(verdict.low(), verdict.unit()))
          .append(" to ")
          .append(figure(verdict.high(), verdict.unit()))
          .append(')');
    }
    String what = verdict.gate().contains("Accuracy") ? "sample" : "node";
    return line.append(" from ")
        .append(several(verdict.of(), what))
        .append(verdict.gate().startsWith("min") ? ", required " : ", allowed ")
        .append(figure(verdict.bound(), verdict.unit()))
        .toString();
  }

  /** For instance {@code 1 node} or {@code 10,000 nodes}. */
  static String several(long count, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
  }

  /** How many nodes are how far, for instance {@code 19 updated, 1 carried}. */
  static String counts(Collection<NodeState> nodes) {
    Map<Step, Long> counts =
        nodes.stream()
            .collect(Collectors.groupingBy(NodeState::step, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(
            count ->
                count.getValue()
                    + " "
                    + count.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .collect(Collectors.joining(", "));
  }

  private static String figure(double value, String unit) {
    return switch (unit) {
      case "us" ->
          value < MICROS_A_MILLI
              ? String.format(Locale.ROOT, "%.0f µs", value)
              : String.format(Locale.ROOT, "%.1f ms", value / MICROS_A_MILLI);
      case "bytes" -> String.format(Locale.ROOT, "%.1f MiB", value / MIB);
      default -> String.format(Locale.ROOT, "%.2f%%", 100 * value).replace('-', '−');
    };
  }
}
