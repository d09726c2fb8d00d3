package io.espalier.controller.trial;

import io.espalier.controller.link.Publishable;
import io.espalier.controller.parts.Deployments;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * Where the trials of one experiment run: a connection to the broker and a coordinator of its own.
 * Closing makes the broker forget what was published for it.
 */
public final class TrialBench implements AutoCloseable {
  private final TrialCoordinator coordinator;
  private final UnaryOperator<Publishable> signed;
  private final Deployments parts;

  TrialBench(TrialCoordinator coordinator, UnaryOperator<Publishable> signed, Deployments parts) {
    this.coordinator = coordinator;
    this.signed = signed;
    this.parts = parts;
  }

  /**
   * Runs a trial; may be called from any thread.
   *
   * @return how it ended; it never fails but when this is closed
   */
  public CompletionStage<TrialOutcome> run(TrialOrder order) {
    return coordinator.run(order.with(signed));
  }

  /** Keeps an artifact published until this is closed, whether a trial needs it or not. */
  public void keep(Publishable artifact) {
    coordinator.keep(artifact);
  }

  @Override
  public void close() {
    parts.close();
  }
}
