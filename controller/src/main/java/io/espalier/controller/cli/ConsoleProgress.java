package io.espalier.controller.cli;

import io.espalier.compressor.Stage;
import io.espalier.controller.experiment.ExperimentListener;
import io.espalier.controller.experiment.MainMetric;
import io.espalier.controller.experiment.TrialRow;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Progress on standard error: a bar that moves on a terminal, plain lines elsewhere. */
final class ConsoleProgress implements ExperimentListener, AutoCloseable {
  private static final int BAR = 24;
  private static final int LINES_PER_STAGE = 5;

  private final PrintWriter err;
  private final boolean terminal;
  private String stage = "";
  private int shown = -1;
  private boolean barStands;

  ConsoleProgress(PrintWriter err) {
    this.err = err;
    // The launcher knows whether standard error is a terminal; Java 17 cannot tell.
    this.terminal = Boolean.getBoolean("espalier.terminal");
  }

  /** Progress of a compression or of training. */
  void stage(Stage running, double fraction, String detail) {
    progress(running.label(), fraction, detail);
  }

  @Override
  public void progress(String newStage, double fraction, String detail) {
    if (terminal) {
      bar(newStage, fraction, detail);
      return;
    }
    int step = (int) (fraction * LINES_PER_STAGE);
    boolean begun = !newStage.equals(stage) || step < shown;
    if (begun || (step > shown && step < LINES_PER_STAGE)) {
      stage = newStage;
      shown = step;
      err.printf(Locale.ROOT, "%-16s %3.0f%%  %s%n", newStage, 100 * fraction, detail);
      err.flush();
    }
  }

  @Override
  public void trialEnded(TrialRow row, int done, int total) {
    clearBar();
    err.println(line(row, done, total));
    err.flush();
  }

  @Override
  public void note(String line) {
    clearBar();
    err.println(line);
    err.flush();
  }

  @Override
  public void close() {
    clearBar();
    err.flush();
  }

  private static String line(TrialRow row, int done, int total) {
    String name = "seed " + row.seed() + " " + row.trial().label();
    if (!row.isMeasured()) {
      return String.format(
          Locale.ROOT,
          "[%d/%d] %-28s %s: %s",
          done,
          total,
          name,
          row.status().text(),
          row.reason());
    }
    return String.format(
        Locale.ROOT,
        "[%d/%d] %-28s %s  p50 %.1f µs  %,d bytes  %s%s",
        done,
        total,
        name,
        figure(row),
        Objects.requireNonNull(row.latencyP50Us()),
        Objects.requireNonNull(row.modelBytes()),
        row.node(),
        row.status() == TrialRow.Status.NOT_DELEGATED ? "  NOT DELEGATED" : "");
  }

  private static String figure(TrialRow row) {
    MainMetric main = MainMetric.of(List.of(row));
    String text = main.text(main.metric().of(row));
    return main == MainMetric.ACCURACY
        ? String.format(Locale.ROOT, "%6s %%", text)
        : main.label() + " " + text;
  }

  private void bar(String newStage, double fraction, String detail) {
    int filled = (int) Math.round(fraction * BAR);
    String text =
        String.format(
            Locale.ROOT,
            "%-14s [%s%s] %3.0f%%  %s",
            newStage,
            "=".repeat(filled),
            " ".repeat(BAR - filled),
            100 * fraction,
            detail);
    err.print("\r" + text + "\u001b[K");
    err.flush();
    barStands = true;
  }

  private void clearBar() {
    if (barStands) {
      err.print("\r\u001b[K");
      barStands = false;
    }
  }
}
