package io.espalier.node.trial;

import io.espalier.node.artifact.FetchException;
import io.espalier.node.inference.EngineException;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.trial.Measurement;
import io.espalier.shared.trial.TrialRequest;

/** Runs a trial from its request to its measurement; blocks meanwhile. */
@FunctionalInterface
interface TrialProcedure {
  /**
   * What came of a trial.
   *
   * @param model digest of the file that was loaded
   * @param measurement what was measured
   */
  record Outcome(Digest model, Measurement measurement) {}

  /** Runs one trial. */
  Outcome run(TrialRequest request)
      throws FetchException, EngineException, TrialException, InterruptedException;
}
