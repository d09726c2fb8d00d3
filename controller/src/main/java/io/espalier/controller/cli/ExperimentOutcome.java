package io.espalier.controller.cli;

import io.espalier.controller.api.ExperimentView;
import io.espalier.controller.api.TrialView;
import io.espalier.controller.experiment.JudgedBy;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.controller.lab.Phase;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an experiment ended.
 *
 * @param ended as it is then, with its trials
 */
record ExperimentOutcome(ExperimentView ended) {
  /** The rows of those that have one, in order. */
  List<TrialRow> rows() {
    return Objects.requireNonNullElse(ended.trials(), List.<TrialView>of()).stream()
        .map(TrialView::result)
        .filter(Objects::nonNull)
        .toList();
  }

  /** What its spec says that models are judged by; absent if it says nothing. */
  @Nullable JudgedBy metric() {
    return JudgedBy.of(ended.spec().path("metric").asText()).orElse(null);
  }

  /**
   * Prints the table, and on {@code err} what failed and where the report is.
   *
   * @throws IOException if the experiment failed as a whole, with the reason
   */
  ExitCode print(Path root, OutputFormat format, PrintWriter out, PrintWriter err)
      throws IOException {
    ExperimentView.Counts counts = ended.counts();
    String reason = ended.reason() == null ? "no reason was given" : ended.reason();
    if (ended.state() == Phase.FAILED && counts.settled() + counts.failed() < counts.trials()) {
      throw new IOException(reason);
    }
    List<TrialRow> rows = rows();
    ResultPrinter.print(rows, metric(), format, out);
    for (TrialRow row : rows) {
      if (!row.isSettled()) {
        err.printf(
            "espalier: seed %d %s failed: %s%n", row.seed(), row.trial().label(), row.reason());
      }
    }
    if (ended.state() == Phase.CANCELLED) {
      err.printf("espalier: experiment %s was cancelled %s%n", ended.id(), reason);
    }
    err.println("report: " + root.resolve("report.html"));
    err.flush();
    if (counts.settled() == counts.trials()) {
      return ExitCode.DONE;
    }
    return counts.settled() > 0 ? ExitCode.PARTLY_DONE : ExitCode.FAILED;
  }
}
