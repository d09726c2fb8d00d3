package io.espalier.node.trial;

import io.espalier.shared.trial.TrialResult;

/** Takes results to whoever asked, however long that takes. */
@FunctionalInterface
public interface ResultSink {
  /** Takes one result; returns at once. */
  void publish(TrialResult result);
}
