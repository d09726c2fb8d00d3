package io.espalier.controller.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.espalier.controller.experiment.Summary;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.controller.report.ReportWriter;
import java.io.PrintWriter;
import java.util.List;

/** Prints results to standard output. */
final class ResultPrinter {
  private ResultPrinter() {}

  private record Results(List<TrialRow> trials, Summary summary) {}

  static void print(List<TrialRow> rows, OutputFormat format, PrintWriter out)
      throws JsonProcessingException {
    Summary summary = Summary.of(rows);
    out.println(
        format == OutputFormat.json
            ? Json.of(new Results(rows, summary))
            : ReportWriter.terminalTable(summary));
    out.flush();
  }
}
