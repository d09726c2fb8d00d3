package io.espalier.controller.lab;

import io.espalier.controller.experiment.ExperimentId;
import io.espalier.controller.experiment.TrialRow;

/** Hears what happens in a laboratory. Called from its threads; must not block. */
public interface LabListener {
  /** An experiment is not as it was: its phase, its counts or what it is at. */
  void changed(ExperimentId id);

  /**
   * A trial ended, and that is kept.
   *
   * @param number of the trial in its experiment, from 1
   */
  void trialEnded(ExperimentId id, int number, TrialRow row);
}
