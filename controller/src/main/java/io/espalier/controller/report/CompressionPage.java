package io.espalier.controller.report;

import io.espalier.compressor.report.CompressionReport;
import io.espalier.compressor.report.LayerReport;
import io.espalier.compressor.report.Untouched;
import java.util.ArrayList;
import java.util.List;

/** A compression as a page. */
final class CompressionPage {
  /** From this many layers on, their histograms show only when asked for. */
  private static final int MANY_LAYERS = 8;

  private CompressionPage() {}

  static String of(CompressionReport report) {
    Page page = new Page(report.model(), lead(report));
    page.section("What it gained");
    table(page, CompressionTables.figures(report));
    page.section("What each layer paid");
    layers(page, report);
    plots(page, report);
    untouched(page, report);
    page.section("Where this comes from");
    provenance(page, report);
    return page.toString();
  }

  private static String lead(CompressionReport report) {
    if (report.links() == 0) {
      return "Nothing was pruned: no layer has links that could be.";
    }
    return "%s of %s links pruned in %d %s; %s times fewer bytes on the wire, %s times the speed."
        .formatted(
            Numbers.share(report.sparsity()),
            Numbers.count(report.links()),
            report.layers().size(),
            report.layers().size() == 1 ? "layer" : "layers",
            Numbers.tenths(report.before().wireBytes() / (double) report.after().wireBytes()),
            Numbers.tenths(report.before().micros() / report.after().micros()));
  }

  private static void layers(Page page, CompressionReport report) {
    table(page, CompressionTables.layers(report));
    page.paragraph(
        "Score kept: the share of the sum of a layer's scores that the links which stayed hold."
            + " SQNR: signal to quantisation noise of a layer's sums on the calibration data;"
            + " a dash where they are equal. µs: median of one inference of that layer alone.");
  }

  private static void plots(Page page, CompressionReport report) {
    List<Figure> choices = new ArrayList<>(CompressionPlots.pareto(report));
    CompressionPlots.sensitivity(report).ifPresent(choices::add);
    if (!choices.isEmpty()) {
      page.section("What else could have been chosen");
      page.figures(choices);
    }
    List<Figure> scores = CompressionPlots.scores(report);
    if (scores.isEmpty()) {
      return;
    }
    page.section("Scores of the links");
    boolean many = scores.size() >= MANY_LAYERS;
    if (many) {
      page.openDetails("Histograms of all " + scores.size() + " layers");
    }
    page.figures(scores);
    if (many) {
      page.closeDetails();
    }
    long unscored = report.layers().stream().mapToLong(CompressionPage::notShown).sum();
    if (unscored > 0) {
      page.paragraph(
          "Not shown: " + Numbers.count(unscored) + " links whose score is zero or nearly so.");
    }
  }

  private static long notShown(LayerReport layer) {
    return layer.links() - layer.scores().counts().stream().mapToLong(Integer::longValue).sum();
  }

  private static void untouched(Page page, CompressionReport report) {
    if (report.untouched().isEmpty()) {
      return;
    }
    page.section("What was left alone");
    page.openTable("words", List.of("part", "why"));
    for (Untouched part : report.untouched()) {
      page.namedRow(part.name(), List.of(part.reason()));
    }
    page.closeTable();
  }

  private static void provenance(Page page, CompressionReport report) {
    page.openFacts();
    page.fact("Input, SHA-256", report.input().hex());
    page.fact("Output, SHA-256", report.output().hex());
    page.fact(
        "Espalier", report.provenance().version() + " (" + report.provenance().commit() + ")");
    report.provenance().recipe().forEach(page::fact);
    page.closeFacts();
  }

  private static void table(Page page, Table table) {
    page.openTable(table.columns());
    for (List<String> row : table.rows()) {
      page.namedRow(row.get(0), row.subList(1, row.size()));
    }
    page.closeTable();
  }
}
