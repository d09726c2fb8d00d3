package io.espalier.node.deployment;

import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.deployment.DesiredState;
import org.jspecify.annotations.Nullable;

/** What a {@link DeploymentMachine} wants done, in the order given. */
public sealed interface DeploymentAction {
  /** Fetch what it lacks; answered by Fetched, Refused or Unobtainable. */
  record Fetch(DesiredState slot) implements DeploymentAction {}

  /** Stop the fetch and throw away what it brought. */
  record CancelFetch() implements DeploymentAction {}

  /** Say RetryDue after at most that long. */
  record Retry(DeploymentId deployment, long delayMillis) implements DeploymentAction {
    private static final long SHORTEST_MILLIS = 1_000;
    private static final long LONGEST_MILLIS = 60_000;

    /** Twice as long after each failure, 1 s to a minute. */
    static Retry after(int failures, DeploymentId deployment) {
      long delay = SHORTEST_MILLIS << Math.min(failures, 10);
      return new Retry(deployment, Math.min(LONGEST_MILLIS, delay));
    }
  }

  /**
   * Load it and run it on its probe; answered by Tried, Failed or Lost.
   *
   * @param against the model to compare it with; absent where none serves
   */
  record Try(DesiredState slot, @Nullable DesiredState against) implements DeploymentAction {}

  /** Close what was tried: it will not serve. */
  record Drop() implements DeploymentAction {}

  /** Let it serve; answered by Failed or Lost, or by Good in time. */
  record Serve(DesiredState slot) implements DeploymentAction {}

  /** Let nothing serve: nothing is left that works. */
  record ServeNothing() implements DeploymentAction {}

  /** Have the journal on disk before the next action. */
  record Write(Journal journal) implements DeploymentAction {}

  /** Say what {@link DeploymentMachine#view} says. */
  record Report() implements DeploymentAction {}
}
