package io.espalier.controller.api;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.controller.experiment.ExperimentId;
import io.espalier.controller.experiment.SpecReader;
import io.espalier.controller.lab.Experiment;
import io.espalier.controller.lab.Phase;
import io.espalier.controller.lab.Progress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An experiment.
 *
 * @param id which experiment
 * @param state where it is
 * @param reason why it ended as it did; absent if there is nothing to say
 * @param who asked for it
 * @param spec what is to be found out, with every default, in the form of its file
 * @param counts of its trials
 * @param progress what is being done; absent unless it runs
 * @param trials each of them; absent in lists and events
 * @param createdAt when it was asked for first
 * @param startedAt when it was last begun; absent if it was not
 * @param endedAt when it ended; absent if it has not
 */
public record ExperimentView(
    ExperimentId id,
    Phase state,
    @JsonSetter(nulls = Nulls.SET) @Nullable String reason,
    String who,
    JsonNode spec,
    Counts counts,
    @JsonSetter(nulls = Nulls.SET) @Nullable Progress progress,
    @JsonSetter(nulls = Nulls.SET) @Nullable List<TrialView> trials,
    Instant createdAt,
    @JsonSetter(nulls = Nulls.SET) @Nullable Instant startedAt,
    @JsonSetter(nulls = Nulls.SET) @Nullable Instant endedAt) {
  /**
   * How many trials are how far.
   *
   * @param trials all of them
   * @param measured have figures
   * @param dropped have none, for a race could do without them
   * @param failed have none
   */
  public record Counts(int trials, int measured, int dropped, int failed) {
    /** How many need nothing more. */
    public int settled() {
      return measured + dropped;
    }
  }

  /**
   * Several.
   *
   * @param experiments the newest first
   * @param next to ask for those after them; absent if there are none
   */
  public record Several(
      List<ExperimentView> experiments, @JsonSetter(nulls = Nulls.SET) @Nullable String next) {}

  /** An experiment without its trials. */
  public static ExperimentView brief(
      Experiment experiment, Counts counts, @Nullable Progress progress) {
    return new ExperimentView(
        experiment.id(),
        experiment.phase(),
        experiment.reason(),
        experiment.who(),
        SpecReader.tree(experiment.spec()),
        counts,
        progress,
        null,
        experiment.createdAt(),
        experiment.startedAt(),
        experiment.endedAt());
  }

  /** The same with those trials. */
  public ExperimentView with(List<TrialView> all) {
    return new ExperimentView(
        id, state, reason, who, spec, counts, progress, all, createdAt, startedAt, endedAt);
  }
}
