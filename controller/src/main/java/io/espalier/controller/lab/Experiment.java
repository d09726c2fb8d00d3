package io.espalier.controller.lab;

import io.espalier.controller.experiment.ExperimentId;
import io.espalier.controller.experiment.ExperimentSpec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An experiment and where it is.
 *
 * @param spec what is to be found out
 * @param phase where it is
 * @param reason why it ended as it did, one line; absent if there is nothing to say
 * @param who asked for it
 * @param createdAt when it was asked for first
 * @param startedAt when it was last begun; absent if it was not
 * @param endedAt when it ended; absent if it has not
 */
public record Experiment(
    ExperimentSpec spec,
    Phase phase,
    @Nullable String reason,
    String who,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt) {
  /** One that was just asked for. */
  static Experiment asked(ExperimentSpec spec, String who, Instant now) {
    return new Experiment(spec, Phase.QUEUED, null, who, now, null, null);
  }

  /** Which experiment. */
  public ExperimentId id() {
    return spec.id();
  }

  /** In line again, for what is missing. */
  Experiment queued(ExperimentSpec now, String again) {
    return new Experiment(now, Phase.QUEUED, null, again, createdAt, null, null);
  }

  /** Begun. */
  Experiment begun(Instant now) {
    return new Experiment(spec, Phase.RUNNING, null, who, createdAt, now, null);
  }

  /** At its end. */
  Experiment ended(Phase as, @Nullable String why, Instant now) {
    return new Experiment(spec, as, why, who, createdAt, startedAt, now);
  }
}
