package io.espalier.controller.report;

import io.espalier.compressor.report.CompressionReport;
import io.espalier.compressor.report.Untouched;

/** What a compression did, for people, for browsers, for scripts and for model hubs. */
public final class CompressionReportWriter {
  private CompressionReportWriter() {}

  /** The tables for a terminal. */
  public static String terminalTables(CompressionReport report) {
    StringBuilder out = new StringBuilder();
    out.append(CompressionTables.layers(report).toText());
    out.append('\n').append(CompressionTables.figures(report).toText());
    for (Untouched part : report.untouched()) {
      out.append("\nleft alone: ")
          .append(Terminal.printable(part.name()))
          .append(": ")
          .append(Terminal.printable(part.reason()));
    }
    return out.toString().stripTrailing();
  }

  /** One HTML page that needs nothing but a browser. */
  public static String page(CompressionReport report) {
    return CompressionPage.of(report);
  }

  /** What JSON is made of. */
  public static CompressionJson json(CompressionReport report) {
    return CompressionJson.of(report);
  }

  /**
   * A model card as model hubs read it: Markdown after a YAML header.
   *
   * @param name of the model, for instance the name of its file without the extension
   * @param data what it was calibrated and judged on, for instance {@code mnist}
   */
  public static String modelCard(CompressionReport report, String name, String data) {
    return ModelCard.of(report, name, data);
  }
}
