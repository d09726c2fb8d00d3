package io.espalier.controller.report;

import io.espalier.controller.experiment.ClassRecall;
import io.espalier.controller.experiment.ClassRecall.Variant;
import io.espalier.controller.experiment.Trial;
import io.espalier.controller.report.Figure.Marker;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Which classes pay for pruning, as a table and a plot. */
final class ClassTable {
  /** More than that many points are a cloud. */
  private static final int MOST_PLOTTED = 60;

  private static final int MOST_IN_TERMINAL = 10;
  private static final List<Marker> MARKERS =
      List.of(Marker.CIRCLE, Marker.SQUARE, Marker.TRIANGLE);

  private final ClassRecall recall;
  private final List<Integer> classes;

  ClassTable(ClassRecall recall) {
    this.recall = recall;
    this.classes = recall.worstFirst();
  }

  /** Adds it to a page. */
  void add(Page page) {
    page.section("Recall by class, %, " + upper(recall));
    page.paragraph(lead());
    Table table = table(classes);
    page.openTable(table.columns());
    table.rows().forEach(row -> page.namedRow(row.get(0), List.copyOf(row.subList(1, row.size()))));
    page.closeTable();
  }

  /** The plot; none where it would be a cloud. */
  List<Figure> figures() {
    return classes.size() <= MOST_PLOTTED ? List.of(plot().concluding(lead())) : List.of();
  }

  /** For a terminal: those that pay most. */
  String toText() {
    List<Integer> shown = classes.subList(0, Math.min(classes.size(), MOST_IN_TERMINAL));
    String more = shown.size() < classes.size() ? ", the worst %d".formatted(MOST_IN_TERMINAL) : "";
    return "recall by class, %%, %s%s%n%s"
        .formatted(recall.precision().label(), more, table(shown).toText());
  }

  private String lead() {
    int first = classes.get(0);
    if (recall.pruned().isEmpty() || recall.change(first) >= 0) {
      return "Of the samples of each class, those that were given it; repetitions are taken together.";
    }
    Variant worst = recall.worst(first);
    return String.format(
        Locale.ROOT,
        "Class %d pays most: %s %% of its samples are recognised by the baseline, %s %% after %s took %s %% of the links. Repetitions are taken together.",
        first,
        percent(recall.dense(), first),
        percent(worst, first),
        worst.method(),
        PaperTable.percent(worst.sparsity()));
  }

  private Table table(List<Integer> shown) {
    List<String> columns = new ArrayList<>(List.of("class", "samples"));
    recall.variants().forEach(variant -> columns.add(name(variant)));
    columns.add("change, points");
    List<List<String>> rows = new ArrayList<>();
    for (int one : shown) {
      List<String> row = new ArrayList<>();
      row.add(Integer.toString(one));
      row.add(
          recall.dense().counts().containsKey(one)
              ? Numbers.count(Objects.requireNonNull(recall.dense().counts().get(one)).of())
              : "–");
      recall.variants().forEach(variant -> row.add(percent(variant, one)));
      row.add(String.format(Locale.ROOT, "%+.2f", 100 * recall.change(one)).replace('-', '−'));
      rows.add(row);
    }
    return new Table(columns, rows);
  }

  private ScatterPlot plot() {
    List<ScatterPlot.Series> series = new ArrayList<>();
    List<Variant> variants = recall.variants();
    for (int v = 0; v < variants.size(); v++) {
      Variant variant = variants.get(v);
      Figure.Key key = new Figure.Key(name(variant), v, MARKERS.get(v % MARKERS.size()));
      List<ScatterPlot.Point> points =
          classes.stream()
              .sorted()
              .map(
                  one ->
                      new ScatterPlot.Point(
                          one,
                          100 * variant.recall(one),
                          0,
                          "class %d, %s: %s %%"
                              .formatted(one, name(variant), percent(variant, one))))
              .toList();
      series.add(new ScatterPlot.Series(key, true, points));
    }
    return new ScatterPlot(
        "Recall by class, " + upper(recall),
        new ScatterPlot.Axis("class", false),
        new ScatterPlot.Axis("recall, %", false),
        series,
        List.of());
  }

  private static String name(Variant variant) {
    return variant.method().equals(Trial.DENSE)
        ? "baseline"
        : variant.method() + " " + PaperTable.percent(variant.sparsity()) + " %";
  }

  private static String percent(Variant variant, int of) {
    return String.format(Locale.ROOT, "%.2f", 100 * variant.recall(of));
  }

  private static String upper(ClassRecall recall) {
    return recall.precision().label().toUpperCase(Locale.ROOT);
  }
}
