package io.espalier.controller.cli;

import io.espalier.controller.experiment.RunDirectory;
import io.espalier.controller.experiment.Summary;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.controller.report.ReportWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/** Prints results to standard output. */
final class ResultPrinter {
  private ResultPrinter() {}

  private record Results(List<TrialRow> trials, Summary summary) {}

  static void print(List<TrialRow> rows, OutputFormat format, PrintWriter out) throws IOException {
    print(rows, format == OutputFormat.json ? ListFormat.json : ListFormat.table, out);
  }

  /** The paper's table, or everything: as data, or as {@code results.csv} has it. */
  static void print(List<TrialRow> rows, ListFormat format, PrintWriter out) throws IOException {
    switch (format) {
      case table -> out.println(ReportWriter.terminalTable(Summary.of(rows)));
      case json -> out.println(Json.of(new Results(rows, Summary.of(rows))));
      case yaml -> out.print(Listing.yaml(Listing.node(new Results(rows, Summary.of(rows)))));
      case csv -> out.print(RunDirectory.csv(rows));
    }
    out.flush();
  }
}
