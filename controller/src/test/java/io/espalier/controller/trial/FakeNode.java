package io.espalier.controller.trial;

import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Presence;
import io.espalier.shared.link.BrokerLink;
import io.espalier.shared.link.InboundMessage;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import io.espalier.shared.trial.TrialRequest;
import io.espalier.shared.trial.TrialResult;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A node that says what a test tells it to, over a real connection. */
public final class FakeNode implements AutoCloseable {
  private final NodeId id;
  private final Topics topics;
  private final BrokerLink link;
  private final BlockingQueue<TrialRequest> requests = new LinkedBlockingQueue<>();

  /** One that is connected and has said nothing. */
  public FakeNode(URI broker, Topics topics, String id) {
    this.id = new NodeId(id);
    this.topics = topics;
    this.link = new BrokerLink(new LinkConfig(broker, id + "-" + UUID.randomUUID(), null, 0));
    link.subscribe(List.of(topics.trials(this.id)), this::asked);
    link.start().join();
  }

  NodeId id() {
    return id;
  }

  /** Says that it is there. */
  public void online(long epoch) {
    say(Messages.online(id, epoch));
  }

  /** Waits for the next request. */
  public TrialRequest awaitRequest() throws InterruptedException {
    TrialRequest request = requests.poll(30, TimeUnit.SECONDS);
    return Objects.requireNonNull(request, "no request within 30 s");
  }

  /** Answers with a measurement. */
  public void complete(TrialRequest request) {
    answer(Messages.completed(id, request.id(), request.attempt(), request.model()));
  }

  /** The same with so many right answers of 1,000. */
  public void complete(TrialRequest request, int correct) {
    answer(
        Messages.completed(
            id, request.id(), request.attempt(), request.model(), Messages.measurement(correct)));
  }

  void answer(TrialResult result) {
    publish(OutboundMessage.event(topics.results(id), MessageCodec.encode(result)));
  }

  void publish(OutboundMessage message) {
    link.publish(message).join();
  }

  @Override
  public void close() {
    link.close();
  }

  private void say(Presence presence) {
    publish(OutboundMessage.retained(topics.presence(id), MessageCodec.encode(presence)));
  }

  private void asked(InboundMessage message) {
    try {
      requests.add(MessageCodec.decode(message.payload(), TrialRequest.class));
    } catch (MalformedMessageException e) {
      throw new IllegalStateException(e);
    }
  }
}
