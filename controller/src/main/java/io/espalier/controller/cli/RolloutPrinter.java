package io.espalier.controller.cli;

import io.espalier.controller.api.RolloutView;
import io.espalier.controller.report.Table;
import io.espalier.controller.rollout.NodeState;
import io.espalier.controller.rollout.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rollouts on standard output. */
final class RolloutPrinter {
  private static final int MOST_NODES = 40;

  private RolloutPrinter() {}

  /** All of one. */
  static void print(RolloutView view, OutputFormat format, PrintWriter out) throws IOException {
    out.println(format == OutputFormat.json ? Json.of(Listing.node(view)) : text(view));
    out.flush();
  }

  /** One in a line, for progress. */
  static String line(RolloutView view) {
    RolloutView.Counts counts = view.counts();
    StringBuilder line = new StringBuilder(view.id() + ": " + view.stage().text());
    if (counts.returning() + counts.returned() + counts.notReturned() > 0) {
      line.append(", %d of %d back".formatted(counts.returned(), exposed(counts)));
    } else {
      line.append(", %d of %d updated".formatted(counts.updated(), counts.nodes()));
      append(line, counts.failed(), "failed");
      append(line, counts.carried(), "carried");
    }
    if (view.waitsFor() != null) {
      line.append("; waits for ").append(view.waitsFor());
    } else if (view.reason() != null) {
      line.append("; ").append(view.reason());
    }
    return line.toString();
  }

  private static String text(RolloutView view) {
    StringBuilder text = new StringBuilder(line(view)).append("\n\n");
    text.append(waves(view));
    if (!view.gates().isEmpty()) {
      text.append('\n').append(gates(view.gates()));
    }
    List<NodeState> notable =
        view.nodes() == null
            ? List.of()
            : view.nodes().stream().filter(RolloutPrinter::isNotable).toList();
    if (!notable.isEmpty()) {
      text.append('\n').append(nodes(notable));
    }
    return text.toString().stripTrailing();
  }

  private static String waves(RolloutView view) {
    List<List<String>> rows = new ArrayList<>();
    for (RolloutView.Wave wave : view.waves()) {
      RolloutView.Counts counts = wave.counts();
      rows.add(
          List.of(
              Integer.toString(wave.number()),
              wave.open() ? "open" : "",
              Integer.toString(counts.nodes()),
              Integer.toString(counts.updated()),
              Integer.toString(counts.failed()),
              Integer.toString(counts.carried()),
              Integer.toString(counts.asked() + counts.returning()),
              Integer.toString(counts.returned())));
    }
    return new Table(
            List.of("wave", "", "nodes", "updated", "failed", "carried", "under way", "back"), rows)
        .toText();
  }

  private static String gates(List<RolloutView.Gate> gates) {
    return new Table(
            List.of("gate", "says"),
            gates.stream().map(gate -> List.of(outcome(gate.verdict()), gate.text())).toList())
        .toText();
  }

  /** Evidence of a gate, a line each, indented. */
  static String evidence(List<RolloutView.Gate> gates) {
    StringBuilder text = new StringBuilder();
    gates.forEach(
        gate ->
            text.append("      ")
                .append(outcome(gate.verdict()))
                .append(": ")
                .append(gate.text())
                .append('\n'));
    return text.toString();
  }

  private static String nodes(List<NodeState> nodes) {
    List<List<String>> rows =
        nodes.stream()
            .limit(MOST_NODES)
            .map(
                node ->
                    List.of(
                        node.node().value(),
                        node.hardware(),
                        node.step().name().toLowerCase(Locale.ROOT),
                        why(node)))
            .toList();
    String more =
        nodes.size() > MOST_NODES ? "… and %d more%n".formatted(nodes.size() - MOST_NODES) : "";
    return new Table(List.of("node", "hardware", "step", "why"), rows).toText() + more;
  }

  private static boolean isNotable(NodeState node) {
    return switch (node.step()) {
      case FAILED, CARRIED, NOT_RETURNED -> true;
      default -> node.findings() != null && node.findings().error() != null;
    };
  }

  private static String why(NodeState node) {
    if (node.findings() != null && node.findings().error() != null) {
      return node.findings().error();
    }
    return node.offlineSince() == null ? "slow" : "offline";
  }

  private static String outcome(Verdict verdict) {
    return switch (verdict.outcome()) {
      case EXCLUDED -> "harm excluded";
      case WITHIN -> "within";
      case UNDECIDED -> "undecided";
      case FAILED -> "FAILED";
    };
  }

  private static int exposed(RolloutView.Counts counts) {
    return counts.returning() + counts.returned() + counts.notReturned();
  }

  private static void append(StringBuilder line, int count, String what) {
    if (count > 0) {
      line.append(", ").append(count).append(' ').append(what);
    }
  }
}
