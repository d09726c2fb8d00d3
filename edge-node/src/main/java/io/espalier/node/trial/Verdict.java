package io.espalier.node.trial;

import io.espalier.shared.trial.ClassCount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How good outputs were; what was not asked for is absent.
 *
 * @param total samples that were looked at
 * @param correct of them given their label
 * @param classes how often each was recognised, from 0 on
 * @param mse mean squared error
 * @param mae mean absolute error
 * @param auc how well scores tell anomalies
 */
record Verdict(
    int total,
    @Nullable Integer correct,
    @Nullable List<ClassCount> classes,
    @Nullable Double mse,
    @Nullable Double mae,
    @Nullable Double auc) {
  static Verdict ofClasses(int total, int correct, @Nullable List<ClassCount> classes) {
    return new Verdict(total, correct, classes, null, null, null);
  }

  static Verdict ofErrors(int total, double mse, double mae) {
    return new Verdict(total, null, null, mse, mae, null);
  }

  Verdict withAuc(double area) {
    return new Verdict(total, correct, classes, mse, mae, area);
  }

  /** For a log line: {@code total=10 mse=0.25 mae=0.5}. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder("total=" + total);
    append(line, "correct", correct);
    append(line, "mse", mse);
    append(line, "mae", mae);
    append(line, "auc", auc);
    return line.toString();
  }

  private static void append(StringBuilder line, String name, @Nullable Object figure) {
    if (figure != null) {
      line.append(' ').append(name).append('=').append(figure);
    }
  }
}
