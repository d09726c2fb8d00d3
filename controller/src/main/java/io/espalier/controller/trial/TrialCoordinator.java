package io.espalier.controller.trial;

import io.espalier.controller.fleet.FleetRegistry;
import io.espalier.controller.link.ArtifactPublisher;
import io.espalier.controller.link.ControllerLink;
import io.espalier.controller.link.Publishable;
import io.espalier.controller.link.Refusals.Kind;
import io.espalier.controller.trial.TrialDispatcher.Action;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.fleet.NodeDescriptor;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Presence;
import io.espalier.shared.link.InboundMessage;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import io.espalier.shared.trial.Judgement;
import io.espalier.shared.trial.TrialId;
import io.espalier.shared.trial.TrialResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what {@link TrialDispatcher} decides: publishes artifacts, asks nodes, takes their
 * answers, and retires what no trial needs any more. All state belongs to its event loop.
 */
public final class TrialCoordinator extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(TrialCoordinator.class);
  private static final long TICK_MILLIS = 500;
  private static final long GOODBYE_SECONDS = 3;

  private final ControllerLink link;
  private final ArtifactPublisher publisher;
  private final Topics topics;
  private final FleetRegistry fleet = new FleetRegistry();
  private final TrialDispatcher dispatcher;
  private final Map<TrialId, Running> running = new LinkedHashMap<>();
  private final Map<Digest, Integer> uses = new HashMap<>();

  private record Running(TrialOrder order, Promise<TrialOutcome> outcome) {}

  /** Runs trials on the nodes that are {@code eligible}. */
  public TrialCoordinator(
      ControllerLink link, ArtifactPublisher publisher, Topics topics, Predicate<NodeId> eligible) {
    this.link = link;
    this.publisher = publisher;
    this.topics = topics;
    this.dispatcher = new TrialDispatcher(eligible);
  }

  @Override
  public Future<?> start() {
    link.onSession(resumed -> here(() -> reconnected(resumed)));
    vertx.setPeriodic(TICK_MILLIS, timer -> perform(dispatcher.tick(now())));
    return Future.all(
        link.subscribeToKept(topics.everyPresence(), message -> here(() -> presence(message))),
        link.subscribe(topics.everyResult(), message -> here(() -> result(message))));
  }

  @Override
  public Future<?> stop() {
    running.values().forEach(trial -> trial.outcome().fail("the coordinator stopped"));
    running.clear();
    // A broker that is gone has nothing left to forget.
    return publisher.retireAll().timeout(GOODBYE_SECONDS, TimeUnit.SECONDS).otherwiseEmpty();
  }

  /**
   * Runs a trial; may be called from any thread.
   *
   * @return how it ended; it never fails but when the coordinator stops
   */
  public CompletionStage<TrialOutcome> run(TrialOrder order) {
    Promise<TrialOutcome> outcome = Promise.promise();
    here(
        () -> {
          running.put(order.id(), new Running(order, outcome));
          order.artifacts().forEach(a -> uses.merge(a.digest(), 1, Integer::sum));
          perform(dispatcher.submit(order.id(), now()));
        });
    return outcome.future().toCompletionStage();
  }

  /** Keeps an artifact published until the coordinator stops, whether a trial needs it or not. */
  public void keep(Publishable artifact) {
    here(() -> uses.merge(artifact.digest(), 1, Integer::sum));
  }

  private void presence(InboundMessage message) {
    if (message.payload().length == 0) {
      return; // Cleared: the node is gone for good.
    }
    try {
      Presence presence = MessageCodec.decode(message.payload(), Presence.class);
      requireOwnTopic(message, presence.node());
      if (fleet.accept(presence, message.retained(), Instant.now())) {
        LOG.info("nodeId={} presence={}", presence.node(), presence.state());
        perform(dispatcher.presence(presence, now()));
      }
    } catch (MalformedMessageException | IllegalArgumentException e) {
      link.refusals().refuse(Kind.PRESENCE, message.topic(), String.valueOf(e.getMessage()));
    }
  }

  private void result(InboundMessage message) {
    try {
      TrialResult result = MessageCodec.decode(message.payload(), TrialResult.class);
      requireOwnTopic(message, result.node());
      TrialResult checked = checked(result);
      if (checked instanceof TrialResult.Failed failed) {
        LOG.warn("nodeId={} trial={} failed: {}", failed.node(), failed.id(), failed.reason());
      }
      perform(dispatcher.result(checked, now()));
    } catch (MalformedMessageException | IllegalArgumentException e) {
      link.refusals().refuse(Kind.RESULT, message.topic(), String.valueOf(e.getMessage()));
    }
  }

  /** A measurement of another model than the one asked for is none, nor is one of other figures. */
  private TrialResult checked(TrialResult result) {
    Running trial = running.get(result.id());
    if (trial == null || !(result instanceof TrialResult.Completed completed)) {
      return result;
    }
    Digest asked = trial.order().model().digest();
    Judgement judgement = trial.order().judgement();
    if (!completed.digest().equals(asked)) {
      return no(completed, "a run of model " + asked + ", found one of " + completed.digest());
    }
    return judgement.isAnsweredBy(completed.measurement())
        ? result
        : no(completed, "figures of " + judgement.label() + ", found others");
  }

  private static TrialResult no(TrialResult.Completed result, String expected) {
    return new TrialResult.Failed(
        result.stamp(), result.id(), result.attempt(), result.node(), "expected " + expected, null);
  }

  private void requireOwnTopic(InboundMessage message, NodeId node) {
    if (!topics.nodeOf(message.topic()).equals(node)) {
      throw new IllegalArgumentException("node " + node + " speaks on another's topic");
    }
  }

  private void reconnected(boolean resumed) {
    LOG.info("broker connection is back, session resumed={}", resumed);
    if (!resumed) {
      publisher.republishAll();
    }
    perform(dispatcher.reconnected());
  }

  private void perform(List<Action> actions) {
    actions.forEach(this::perform);
  }

  private void perform(Action action) {
    if (action instanceof Action.Ask ask) {
      ask(ask);
    } else if (action instanceof Action.Republish republish) {
      publisher.republish(republish.artifact());
    } else if (action instanceof Action.Finish finish) {
      TrialResult.Completed result = finish.result();
      String hardware =
          fleet.descriptor(result.node()).map(NodeDescriptor::hardware).orElse("unknown");
      end(
          finish.trial(),
          new TrialOutcome.Measured(
              result.node(), hardware, result.digest(), result.measurement()));
    } else if (action instanceof Action.Abandon abandon) {
      end(abandon.trial(), new TrialOutcome.Abandoned(abandon.reason()));
    }
  }

  private void ask(Action.Ask ask) {
    Running trial = running.get(ask.trial());
    if (trial == null) {
      return;
    }
    TrialOrder order = trial.order();
    Future.all(order.artifacts().stream().map(publisher::publish).toList())
        .onSuccess(
            published -> {
              if (running.containsKey(ask.trial())) {
                link.publish(request(ask, order));
              }
            })
        .onFailure(
            failure -> {
              LOG.warn("trial={} artifacts not published", ask.trial(), failure);
              order.artifacts().forEach(a -> publisher.republish(a.digest()));
              String why = "artifacts not published: " + failure.getMessage();
              perform(dispatcher.notAsked(ask, why, now()));
            });
  }

  private OutboundMessage request(Action.Ask ask, TrialOrder order) {
    return new OutboundMessage(
        topics.trials(ask.node()),
        MessageCodec.encode(order.request(ask.attempt())),
        false,
        new OutboundMessage.Request(
            topics.results(ask.node()),
            (order.id() + "#" + ask.attempt()).getBytes(StandardCharsets.UTF_8),
            TimeUnit.MILLISECONDS.toSeconds(TrialDispatcher.TRIAL_MILLIS)));
  }

  private void end(TrialId id, TrialOutcome outcome) {
    Running ended = running.remove(id);
    if (ended == null) {
      return;
    }
    for (Publishable artifact : ended.order().artifacts()) {
      if (uses.merge(artifact.digest(), -1, Integer::sum) == 0) {
        uses.remove(artifact.digest());
        publisher.retire(artifact.digest());
      }
    }
    ended.outcome().complete(outcome);
  }

  private void here(Runnable task) {
    context.runOnContext(ignored -> task.run());
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
