package io.espalier.shared.trial;

import io.espalier.shared.artifact.Digest;

/**
 * Asks a node to measure a model. Asking twice is harmless: a node that is at it goes on, one that
 * is done answers again.
 *
 * @param schema version of this message, {@link #SCHEMA}
 * @param id which trial
 * @param attempt 1 for the first time it is asked for, one more for each retry
 * @param model the model to measure
 * @param head turns the model's output into a class
 * @param images what to run, IDX format, one byte a feature, scaled to [0, 1] by the node
 * @param labels what is right, IDX format
 * @param run how to run it
 */
public record TrialRequest(
    int schema,
    TrialId id,
    int attempt,
    Digest model,
    Digest head,
    Digest images,
    Digest labels,
    RunOptions run) {
  /** The version of this message that this build writes. */
  public static final int SCHEMA = 1;

  /**
   * @throws IllegalArgumentException for an attempt below 1
   */
  public TrialRequest {
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt: expected at least 1, found " + attempt);
    }
  }
}
