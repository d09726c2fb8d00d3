package io.espalier.controller.api;

import io.espalier.controller.comparison.Comparison;
import io.espalier.controller.report.ComparisonWords;
import java.util.List;

/**
 * Two runs side by side, or two parts of one.
 *
 * @param first the one: {@code mnist-paper}, or {@code mnist-paper:int8}
 * @param second the other; changes are second less first
 * @param comparison what both measured, and what only one did
 * @param conclusion all of it in a sentence
 * @param sentences one for each pair, in their order
 */
public record ComparisonView(
    String first, String second, Comparison comparison, String conclusion, List<String> sentences) {
  /** Of that comparison. */
  public static ComparisonView of(ComparisonWords words) {
    return new ComparisonView(
        words.first(),
        words.second(),
        words.comparison(),
        words.conclusion(),
        words.comparison().pairs().stream().map(words::sentence).toList());
  }
}
