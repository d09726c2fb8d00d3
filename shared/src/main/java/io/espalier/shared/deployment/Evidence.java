package io.espalier.shared.deployment;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.telemetry.LatencySummary;
import org.jspecify.annotations.Nullable;

/**
 * What a node saw when it tested a model on its probe.
 *
 * @param model which model
 * @param samples that were run, at least 1
 * @param correct answers that equal the label; absent where samples have no labels
 * @param error mean squared difference between output and input over all samples; absent unless the
 *     model's output is as wide as its input
 * @param against the model that served before, on the same samples; absent for the first
 * @param latency of single inferences
 * @param rssBytes resident memory of the node's process with the model loaded
 */
public record Evidence(
    Digest model,
    int samples,
    @JsonSetter(nulls = Nulls.SET) @Nullable Integer correct,
    @JsonSetter(nulls = Nulls.SET) @Nullable Double error,
    @JsonSetter(nulls = Nulls.SET) @Nullable Against against,
    LatencySummary latency,
    long rssBytes) {
  /**
   * The model before, on the same samples.
   *
   * @param model which model
   * @param correct its right answers; absent where samples have no labels
   * @param lost samples that it had right and the new model has wrong; absent without labels
   * @param gained samples that it had wrong and the new model has right; absent without labels
   * @param error its mean squared difference between output and input, where that is defined
   */
  public record Against(
      Digest model,
      @JsonSetter(nulls = Nulls.SET) @Nullable Integer correct,
      @JsonSetter(nulls = Nulls.SET) @Nullable Integer lost,
      @JsonSetter(nulls = Nulls.SET) @Nullable Integer gained,
      @JsonSetter(nulls = Nulls.SET) @Nullable Double error) {}

  /**
   * @throws IllegalArgumentException if there are no samples, or more right answers than samples
   */
  public Evidence {
    if (samples < 1) {
      throw new IllegalArgumentException("evidence: expected samples, found " + samples);
    }
    if (correct != null && (correct < 0 || correct > samples)) {
      throw new IllegalArgumentException(
          "evidence: expected 0 to %d right answers, found %d".formatted(samples, correct));
    }
  }

  /** The change of accuracy from the model before, if both were tested on labels. */
  public @Nullable AccuracyChange change() {
    if (against == null || against.lost() == null || against.gained() == null) {
      return null;
    }
    return new AccuracyChange(samples, against.lost(), against.gained());
  }
}
