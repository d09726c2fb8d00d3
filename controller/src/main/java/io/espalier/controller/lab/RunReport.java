package io.espalier.controller.lab;

import io.espalier.compressor.data.Partition;
import io.espalier.controller.experiment.ExperimentSpec;
import io.espalier.controller.experiment.RunDirectory;
import io.espalier.controller.experiment.Summary;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.controller.report.ReportWriter;
import java.io.IOException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run has found, as files that people look at. */
final class RunReport {
  private RunReport() {}

  /** Writes {@code summary.csv}, {@code report.html} and {@code plots/} anew. */
  static void write(
      ExperimentSpec spec,
      Partition data,
      RunDirectory directory,
      LocalDate today,
      StageTimes times)
      throws IOException {
    List<TrialRow> rows = directory.rows();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Written", today.toString());
    facts.put(
        "Data",
        "%s, %d training and %d test samples, SHA-256 %s"
            .formatted(
                data.name(), data.training().samples(), data.test().samples(), data.digest()));
    if (!times.inWords().isEmpty()) {
      facts.put("Time, this start", times.inWords());
    }
    directory.write("summary.csv", Summary.of(rows).toCsv());
    directory.write("report.html", ReportWriter.page(new ReportWriter.Facts(spec, facts), rows));
    for (Map.Entry<String, String> plot : ReportWriter.plots(spec, rows).entrySet()) {
      directory.write("plots/" + plot.getKey(), plot.getValue());
    }
  }
}
