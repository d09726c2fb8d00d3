package io.espalier.controller.rollout;

import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.Phase;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.deployment.RunningModel;
import io.espalier.shared.fleet.NodeDescriptor;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Presence;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.link.BrokerLink;
import io.espalier.shared.link.InboundMessage;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A node that runs whatever it is asked to, unless it cannot bear the model. */
final class FakeNode implements AutoCloseable {
  private static final Set<Digest> UNBEARABLE = ConcurrentHashMap.newKeySet();

  private final NodeId id;
  private final Topics topics;
  private final BrokerLink link;
  private final Set<DeploymentId> heard = new HashSet<>();
  private @Nullable RunningModel running;
  private long seq;

  FakeNode(NodeId id, URI broker, Topics topics) throws Exception {
    this.id = id;
    this.topics = topics;
    this.link = new BrokerLink(new LinkConfig(broker, "fake-" + id, null, 0));
    link.start().get(30, TimeUnit.SECONDS);
    NodeDescriptor descriptor =
        new NodeDescriptor("board", "aarch64", 4, 1L << 32, "Linux", "0.1.0", "2.20.0", null);
    publish(topics.presence(id), new Presence(stamp(), id, Presence.State.ONLINE, descriptor));
    link.subscribe(List.of(topics.desired(id)), this::desired).get(30, TimeUnit.SECONDS);
  }

  /** From now on nodes fall back from that model. */
  static void cannotBear(Digest model) {
    UNBEARABLE.add(model);
  }

  /** What it runs. */
  synchronized @Nullable Digest runs() {
    return running == null ? null : running.model();
  }

  private synchronized void desired(InboundMessage message) {
    if (message.payload().length == 0) {
      return;
    }
    try {
      DesiredState desired = MessageCodec.decode(message.payload(), DesiredState.class);
      if (!heard.add(desired.deployment())) {
        return; // It is asked again after a restart of the controller.
      }
      boolean bears = !UNBEARABLE.contains(desired.model());
      if (bears) {
        running =
            new RunningModel(
                desired.model(), desired.deployment(), desired.acceptance().goodInferences(), 0);
      }
      publish(
          topics.reported(id),
          new ReportedState(
              stamp(),
              id,
              bears ? Phase.ACTIVE : Phase.FALLEN_BACK,
              desired.deployment(),
              running,
              null,
              null,
              null,
              bears ? null : "could not be loaded",
              null));
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }

  private void publish(String topic, Object message) {
    link.offer(OutboundMessage.retained(topic, MessageCodec.encode(message)));
  }

  private Stamp stamp() {
    return new Stamp(Stamp.SCHEMA, 1, seq++, Instant.EPOCH, false);
  }

  @Override
  public void close() {
    link.close();
  }
}
