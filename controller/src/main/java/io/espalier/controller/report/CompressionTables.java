package io.espalier.controller.report;

import io.espalier.compressor.report.CompressionReport;
import io.espalier.compressor.report.LayerReport;
import io.espalier.compressor.report.ModelFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The tables of a compression: what each layer paid, and what the model gained. */
final class CompressionTables {
  private CompressionTables() {}

  static Table layers(CompressionReport report) {
    List<List<String>> rows = new ArrayList<>();
    for (LayerReport layer : report.layers()) {
      rows.add(
          List.of(
              layer.name(),
              shape(layer),
              Numbers.count(layer.links()),
              Numbers.share(layer.sparsity()),
              Numbers.share(layer.scoreMassKept()),
              Numbers.tenths(layer.sqnrDb()),
              Numbers.count(layer.bytesBefore()),
              Numbers.count(layer.bytesAfter()),
              Numbers.tenths(layer.microsBefore()),
              Numbers.tenths(layer.microsAfter())));
    }
    rows.add(sums(report));
    return new Table(
        List.of(
            "layer",
            "shape",
            "links",
            "pruned",
            "score kept",
            "SQNR, dB",
            "bytes",
            "now",
            "µs",
            "now"),
        rows);
  }

  /** Says of a layout only where it is not the usual one. */
  private static String shape(LayerReport layer) {
    String shape = Numbers.shape(layer.shape());
    return layer.layout().equals("dense") ? shape : shape + ", " + layer.layout();
  }

  private static List<String> sums(CompressionReport report) {
    List<LayerReport> layers = report.layers();
    return List.of(
        "all",
        "",
        Numbers.count(report.links()),
        report.links() == 0 ? "" : Numbers.share(report.sparsity()),
        "",
        "",
        Numbers.count(layers.stream().mapToLong(LayerReport::bytesBefore).sum()),
        Numbers.count(layers.stream().mapToLong(LayerReport::bytesAfter).sum()),
        Numbers.tenths(sum(layers, LayerReport::microsBefore)),
        Numbers.tenths(sum(layers, LayerReport::microsAfter)));
  }

  static Table figures(CompressionReport report) {
    ModelFigures before = report.before();
    ModelFigures after = report.after();
    List<List<String>> rows = new ArrayList<>();
    rows.add(counted("file, bytes", before.fileBytes(), after.fileBytes()));
    rows.add(counted("on the wire, bytes", before.wireBytes(), after.wireBytes()));
    rows.add(counted("FLOPs", before.flops(), after.flops()));
    rows.add(
        List.of(
            "one inference, µs",
            Numbers.tenths(before.micros()),
            Numbers.tenths(after.micros()),
            Numbers.factor(before.micros(), after.micros())));
    if (before.accuracy().isPresent() && after.accuracy().isPresent()) {
      double was = before.accuracy().get();
      double is = after.accuracy().get();
      rows.add(List.of("accuracy, %", percent(was), percent(is), Numbers.points(was, is)));
    }
    rows.add(
        List.of(
            "error of outputs",
            Numbers.short3(before.outputError()),
            Numbers.short3(after.outputError()),
            ""));
    return new Table(List.of("model", "before", "now", "gain"), rows);
  }

  private static List<String> counted(String name, long before, long after) {
    return List.of(
        name,
        Numbers.count(before),
        Numbers.count(after),
        Numbers.factor((double) before, (double) after));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f", 100 * share);
  }

  /** The sum if every layer has the figure: a part would look like the whole. */
  private static Optional<Double> sum(
      List<LayerReport> layers, Function<LayerReport, Optional<Double>> figure) {
    List<Double> known = layers.stream().map(figure).flatMap(Optional::stream).toList();
    return known.size() == layers.size() && !known.isEmpty()
        ? Optional.of(known.stream().mapToDouble(Double::doubleValue).sum())
        : Optional.empty();
  }
}
