package io.espalier.controller.cli;

import io.espalier.controller.experiment.JudgedBy;
import io.espalier.controller.experiment.RunDirectory;
import io.espalier.controller.experiment.Summary;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.controller.report.ReportWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints results to standard output. */
final class ResultPrinter {
  private ResultPrinter() {}

  private record Results(List<TrialRow> trials, Summary summary) {}

  static void print(
      List<TrialRow> rows, @Nullable JudgedBy metric, OutputFormat format, PrintWriter out)
      throws IOException {
    print(rows, metric, format == OutputFormat.json ? ListFormat.json : ListFormat.table, out);
  }

  /**
   * The paper's table, or everything: as data, or as {@code results.csv} has it.
   *
   * @param metric what the spec says that models are judged by; absent if it says nothing
   */
  static void print(
      List<TrialRow> rows, @Nullable JudgedBy metric, ListFormat format, PrintWriter out)
      throws IOException {
    Summary summary = Summary.of(rows, metric);
    switch (format) {
      case table -> out.println(ReportWriter.terminalTable(summary));
      case json -> out.println(Json.of(new Results(rows, summary)));
      case yaml -> out.print(Listing.yaml(Listing.node(new Results(rows, summary))));
      case csv -> out.print(RunDirectory.csv(rows));
    }
    out.flush();
  }
}
