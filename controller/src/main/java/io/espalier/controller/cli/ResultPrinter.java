package io.espalier.controller.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.controller.experiment.Summary;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.controller.report.ReportWriter;
import java.io.PrintWriter;
import java.util.List;

/** Prints results to standard output. */
final class ResultPrinter {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  private ResultPrinter() {}

  private record Results(List<TrialRow> trials, Summary summary) {}

  static void print(List<TrialRow> rows, OutputFormat format, PrintWriter out)
      throws JsonProcessingException {
    Summary summary = Summary.of(rows);
    out.println(
        format == OutputFormat.json
            ? JSON.writeValueAsString(new Results(rows, summary))
            : ReportWriter.terminalTable(summary));
    out.flush();
  }
}
