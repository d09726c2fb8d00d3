package io.espalier.controller.rollout;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.AccuracyChange;
import io.espalier.shared.deployment.Evidence;
import io.espalier.shared.deployment.Phase;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.deployment.RunningModel;
import org.jspecify.annotations.Nullable;

/**
 * What a node said of a rollout's deployment.
 *
 * @param phase how far it is
 * @param goodInferences of the new model since it was loaded; 0 if it does not serve
 * @param crashes of the process while it served, the most that were reported
 * @param error why the node gave it up
 * @param test what it saw when it tested the model
 */
public record Findings(
    Phase phase,
    long goodInferences,
    int crashes,
    @JsonSetter(nulls = Nulls.SET) @Nullable String error,
    @JsonSetter(nulls = Nulls.SET) @Nullable Test test) {
  /**
   * The part of the evidence that gates look at.
   *
   * @param samples that were run
   * @param correct right answers; absent without labels
   * @param change from the model before; absent without labels or without such a model
   * @param p99Us 99th percentile of a single inference, microseconds
   * @param rssBytes resident memory of the process
   */
  public record Test(
      int samples,
      @JsonSetter(nulls = Nulls.SET) @Nullable Integer correct,
      @JsonSetter(nulls = Nulls.SET) @Nullable AccuracyChange change,
      double p99Us,
      long rssBytes) {}

  /** What the report says of {@code model}, in the light of what was known before. */
  static Findings of(ReportedState report, Digest model, @Nullable Findings known) {
    RunningModel running = report.running();
    if (running != null && !running.model().equals(model)) {
      running = null;
    }
    Evidence evidence = report.evidence();
    Test test =
        evidence != null && evidence.model().equals(model)
            ? new Test(
                evidence.samples(),
                evidence.correct(),
                evidence.change(),
                evidence.latency().p99Us(),
                evidence.rssBytes())
            : known == null ? null : known.test();
    return new Findings(
        report.phase(),
        running == null ? 0 : running.goodInferences(),
        Math.max(running == null ? 0 : running.crashes(), known == null ? 0 : known.crashes()),
        report.error(),
        test);
  }
}
