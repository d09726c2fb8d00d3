package io.espalier.node.deployment;

import io.espalier.node.serve.LiveModel;
import io.espalier.node.telemetry.Stamps;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.Phase;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.deployment.RunningModel;
import io.espalier.shared.fleet.NodeId;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Says what runs, and how far the node is. Used by one thread. */
final class StateReporter {
  private static final System.Logger LOG = System.getLogger(StateReporter.class.getName());
  private static final long SECOND_NANOS = 1_000_000_000;

  private final NodeId node;
  private final Stamps stamps;
  private final LiveModel live;
  private final ReportSink sink;
  private final LongSupplier nanos;
  private double progressTold;
  private long toldAt;

  /**
   * A reporter to that sink.
   *
   * @param nanos a clock that only moves forward
   */
  StateReporter(NodeId node, Stamps stamps, LiveModel live, ReportSink sink, LongSupplier nanos) {
    this.node = node;
    this.stamps = stamps;
    this.live = live;
    this.sink = sink;
    this.nanos = nanos;
  }

  /**
   * Says it; while nobody hears it, it waits for the next connection, at which it is said anyway.
   */
  void report(DeploymentView view, double progress) {
    if (!sink.isConnected()) {
      return;
    }
    progressTold = progress;
    toldAt = nanos.getAsLong();
    boolean fetching = view.phase() == Phase.FETCHING;
    LOG.log(
        System.Logger.Level.INFO,
        "nodeId=%s deployment=%s phase=%s".formatted(node, view.deployment(), view.phase()));
    sink.publish(
        new ReportedState(
            stamps.next(),
            node,
            view.phase(),
            view.deployment(),
            running(view),
            model(view.fallback()),
            fetching ? progress : null,
            view.evidence(),
            view.error(),
            view.unobtainable()));
  }

  /** Says how far a fetch is, no more than once a second. */
  void progressed(DeploymentView view, double progress) {
    boolean due = nanos.getAsLong() - toldAt >= SECOND_NANOS;
    if (view.phase() == Phase.FETCHING && progress != progressTold && due) {
      report(view, progress);
    }
  }

  private @Nullable RunningModel running(DeploymentView view) {
    return live.serving()
        .map(
            serving ->
                new RunningModel(
                    serving.model(),
                    serving.deployment(),
                    serving.goodInferences(),
                    view.crashes()))
        .orElse(null);
  }

  private static @Nullable Digest model(@Nullable DesiredState slot) {
    return slot == null ? null : slot.model();
  }
}
