package io.espalier.controller.http;

import io.espalier.controller.api.TrialView;
import io.espalier.controller.experiment.ExperimentId;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.controller.lab.LabListener;

/** Publishes what happens in a laboratory. */
public final class ExperimentEvents implements LabListener {
  private final Events events;
  private final ChangeFeed<ExperimentId> changes;

  /** There, and experiments themselves by that feed. */
  public ExperimentEvents(Events events, ChangeFeed<ExperimentId> changes) {
    this.events = events;
    this.changes = changes;
  }

  @Override
  public void changed(ExperimentId id) {
    changes.changed(id);
  }

  @Override
  public void trialEnded(ExperimentId id, int number, TrialRow row) {
    events.publish("trial", TrialView.of(id, number, row.trial(), row));
  }
}
