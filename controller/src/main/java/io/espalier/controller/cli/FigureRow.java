package io.espalier.controller.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.espalier.compressor.bench.Figure;
import io.espalier.controller.report.Numbers;
import io.espalier.controller.report.Table;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A measured figure as scripts read it; what does not apply is absent.
 *
 * @param ratio the value as a multiple of its floor
 * @param goal where the value should lie
 * @param holds whether it lies there
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FigureRow(
    String name,
    double value,
    String unit,
    @Nullable Double floor,
    @Nullable Double ratio,
    @Nullable Goal goal,
    @Nullable Boolean holds) {
  /**
   * A limit.
   *
   * @param bound {@code at_most} or {@code at_least}
   */
  record Goal(String bound, double limit) {
    static Goal of(Figure.Goal goal) {
      return new Goal(goal.bound() == Figure.Bound.AT_MOST ? "at_most" : "at_least", goal.limit());
    }
  }

  static List<FigureRow> of(List<Figure> figures) {
    return figures.stream().map(FigureRow::of).toList();
  }

  private static FigureRow of(Figure figure) {
    return new FigureRow(
        figure.name(),
        figure.value(),
        figure.unit(),
        figure.floor().orElse(null),
        figure.ratio().orElse(null),
        figure.goal().map(Goal::of).orElse(null),
        figure.holds().orElse(null));
  }

  static String table(List<Figure> figures) {
    List<List<String>> rows =
        figures.stream()
            .map(
                figure ->
                    List.of(
                        figure.name(),
                        Numbers.short3(figure.value()),
                        figure.unit(),
                        shown(figure.floor()),
                        figure.ratio().map(ratio -> Numbers.short3(ratio) + " ×").orElse(""),
                        figure.goal().map(FigureRow::shown).orElse(""),
                        figure.holds().map(holds -> holds ? "holds" : "missed").orElse("")))
            .toList();
    return new Table(List.of("figure", "value", "unit", "floor", "ratio", "goal", ""), rows)
        .toText()
        .stripTrailing();
  }

  private static String shown(Optional<Double> value) {
    return value.map(Numbers::short3).orElse("");
  }

  private static String shown(Figure.Goal goal) {
    return (goal.bound() == Figure.Bound.AT_MOST ? "≤ " : "≥ ") + Numbers.short3(goal.limit());
  }
}
