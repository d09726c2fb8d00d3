package io.espalier.controller.cli;

import io.espalier.controller.api.RolloutView;
import io.espalier.controller.report.Table;
import io.espalier.controller.rollout.NodeState;
import io.espalier.controller.rollout.Stage;
import io.espalier.controller.rollout.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

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
    } else if (view.reason() != null && view.stage() != Stage.DONE) {
      line.append("; ").append(view.reason());
    }
    return line.toString();
  }

  private static String text(RolloutView view) {
    StringBuilder text = new StringBuilder(line(view)).append("\n\n");
    text.append(waves(view));
    if (!view.gates().isEmpty()) {
      text.append("\nGates\n").append(evidence(view.gates(), "  "));
    }
    List<NodeState> notable =
        view.nodes() == null
            ? List.of()
            : view.nodes().stream().filter(RolloutPrinter::isNotable).toList();
    if (!notable.isEmpty()) {
      text.append("\nNodes left out\n").append(nodes(notable));
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

  /** What gates say, a line each. */
  static String evidence(List<RolloutView.Gate> gates, String indent) {
    return gates.stream()
        .map(gate -> "%s%-14s %s%n".formatted(indent, outcome(gate.verdict()), gate.text()))
        .collect(Collectors.joining());
  }

  private static String nodes(List<NodeState> nodes) {
    String lines =
        nodes.stream()
            .limit(MOST_NODES)
            .map(
                node ->
                    "  %s (%s): %s, %s%n"
                        .formatted(
                            node.node(),
                            node.hardware(),
                            node.step().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            why(node)))
            .collect(Collectors.joining());
    return nodes.size() > MOST_NODES
        ? lines + "  … and %d more%n".formatted(nodes.size() - MOST_NODES)
        : lines;
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
