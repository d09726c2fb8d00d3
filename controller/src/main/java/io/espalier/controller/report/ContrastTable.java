package io.espalier.controller.report;

import io.espalier.controller.experiment.MainMetric;
import io.espalier.controller.experiment.MethodContrast;
import java.util.List;
import java.util.Locale;

/** Which methods differ, as a table of the report. */
final class ContrastTable {
  private static final double LEAST_P = 1e-4;

  /** More rows than that are only shown to who asks. */
  private static final int MOST_OPEN = 24;

  private ContrastTable() {}

  /** Adds it; nothing where no two methods share two seeds. */
  static void add(Page page, MainMetric main, List<MethodContrast> contrasts) {
    if (contrasts.isEmpty()) {
      return;
    }
    page.section(
        "Method against method, "
            + (main == MainMetric.ACCURACY ? "accuracy in points" : main.label()));
    if (contrasts.size() > MOST_OPEN) {
      page.openDetails("All " + contrasts.size());
    }
    page.openTable(
        List.of("methods", "pruned", "precision", "seeds", "difference, 95% interval", "p (Holm)"));
    for (MethodContrast contrast : contrasts) {
      page.namedRow(
          contrast.first() + " less " + contrast.second(),
          List.of(
              PaperTable.percent(contrast.sparsity()) + " %",
              contrast.precision().label(),
              Integer.toString(contrast.difference().n()),
              String.format(
                  Locale.ROOT,
                  main == MainMetric.ACCURACY ? "%+.2f ± %.2f" : "%+.3g ± %.2g",
                  main.shown(contrast.difference().mean()),
                  main.shown(contrast.halfWidth())),
              contrast.p() < LEAST_P
                  ? "< 0.0001"
                  : String.format(Locale.ROOT, "%.4f", contrast.p())));
    }
    page.closeTable();
    if (contrasts.size() > MOST_OPEN) {
      page.closeDetails();
    }
  }
}
