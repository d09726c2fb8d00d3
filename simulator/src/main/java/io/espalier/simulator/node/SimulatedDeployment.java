package io.espalier.simulator.node;

import io.espalier.node.deployment.DeploymentAction;
import io.espalier.node.deployment.DeploymentAction.CancelFetch;
import io.espalier.node.deployment.DeploymentAction.Fetch;
import io.espalier.node.deployment.DeploymentAction.Report;
import io.espalier.node.deployment.DeploymentAction.Retry;
import io.espalier.node.deployment.DeploymentAction.Serve;
import io.espalier.node.deployment.DeploymentAction.ServeNothing;
import io.espalier.node.deployment.DeploymentAction.Try;
import io.espalier.node.deployment.DeploymentEvent;
import io.espalier.node.deployment.DeploymentMachine;
import io.espalier.node.deployment.DeploymentView;
import io.espalier.node.deployment.Journal;
import io.espalier.node.telemetry.Stamps;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.Phase;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.deployment.RunningModel;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import io.espalier.simulator.mqtt.MqttSession;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Does what the agent's own machine decides, but for running models: the test of one takes no time,
 * and a model that serves counts as good when the agent would have tried it out. Belongs to the
 * event loop of its session.
 */
final class SimulatedDeployment {
  /** The agent looks twice a second, and asks the model itself the second time. */
  private static final long GOOD_MILLIS = 500;

  private final NodeId node;
  private final Stamps stamps;
  private final Topics topics;
  private final MqttSession session;
  private final Verified verified;
  private final SimulatedInference inference;
  private final Progress progress;
  private final RandomGenerator random;
  private final DeploymentMachine machine = new DeploymentMachine();
  private final Queue<DeploymentEvent> next = new ArrayDeque<>();
  private @Nullable SimulatedFetch fetch;
  private @Nullable DesiredState serving;
  private long good;

  SimulatedDeployment(
      NodeId node,
      Stamps stamps,
      Topics topics,
      MqttSession session,
      Verified verified,
      SimulatedInference inference,
      Progress progress,
      RandomGenerator random) {
    this.node = node;
    this.stamps = stamps;
    this.topics = topics;
    this.session = session;
    this.verified = verified;
    this.inference = inference;
    this.progress = progress;
    this.random = random;
  }

  void start() {
    handle(new DeploymentEvent.Started(Journal.EMPTY));
  }

  void want(Optional<DesiredState> desired) {
    handle(
        desired
            .<DeploymentEvent>map(DeploymentEvent.Wanted::new)
            .orElseGet(DeploymentEvent.Cleared::new));
  }

  void connected() {
    if (fetch != null) {
      fetch.connected();
    }
    report();
  }

  /** Takes a message if it is of an artifact. */
  boolean takes(String topic, byte[] payload) {
    return fetch != null && fetch.takes(topic, payload);
  }

  /** What serves; absent when nothing does. */
  @Nullable DesiredState serving() {
    return serving;
  }

  private void handle(DeploymentEvent event) {
    next.add(event);
    if (next.size() > 1) {
      return; // Whoever is at it goes on with this one.
    }
    while (!next.isEmpty()) {
      for (DeploymentAction action : machine.on(next.element())) {
        perform(action);
      }
      next.remove();
    }
  }

  private void perform(DeploymentAction action) {
    if (action instanceof Fetch wanted) {
      stopFetching();
      fetch = new SimulatedFetch(wanted.slot(), session, topics, verified, this::fetched);
      fetch.start();
    } else if (action instanceof CancelFetch) {
      stopFetching();
    } else if (action instanceof Retry retry) {
      long delay = random.nextLong(retry.delayMillis() / 2, retry.delayMillis() + 1);
      later(new DeploymentEvent.RetryDue(retry.deployment()), delay);
    } else if (action instanceof Try attempt) {
      later(inference.attempt(attempt.slot(), attempt.against()), inference.testMillis());
    } else if (action instanceof Serve serve) {
      serve(serve.slot());
    } else if (action instanceof ServeNothing) {
      serving = null;
    } else if (action instanceof Report) {
      report();
    }
  }

  private void fetched(DeploymentEvent event) {
    fetch = null;
    if (event instanceof DeploymentEvent.Fetched) {
      progress.took(node);
    }
    handle(event);
  }

  private void stopFetching() {
    if (fetch != null) {
      fetch.cancel();
      fetch = null;
    }
  }

  private void serve(DesiredState slot) {
    serving = slot;
    good = 0;
    long delay = random.nextLong(GOOD_MILLIS, 2 * GOOD_MILLIS);
    session
        .loop()
        .schedule(
            () -> {
              if (slot.equals(serving)) {
                good = Math.max(good, slot.acceptance().goodInferences());
                handle(new DeploymentEvent.Good(slot.deployment(), good));
              }
            },
            delay,
            TimeUnit.MILLISECONDS);
  }

  private void later(DeploymentEvent event, long millis) {
    session.loop().schedule(() -> handle(event), millis, TimeUnit.MILLISECONDS);
  }

  private void report() {
    DeploymentView view = machine.view();
    progress.is(node, view);
    if (!session.isConnected()) {
      return;
    }
    DesiredState now = serving;
    DesiredState fallback = view.fallback();
    session.publish(
        OutboundMessage.retained(
            topics.reported(node),
            MessageCodec.encode(
                new ReportedState(
                    stamps.next(),
                    node,
                    view.phase(),
                    view.deployment(),
                    now == null
                        ? null
                        : new RunningModel(now.model(), now.deployment(), good, view.crashes()),
                    fallback == null ? null : fallback.model(),
                    view.phase() == Phase.FETCHING ? 0.0 : null,
                    view.evidence(),
                    view.error(),
                    view.unobtainable()))));
  }
}
