package io.espalier.node.link;

import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.infer.InferenceAnswer;
import io.espalier.shared.infer.InferenceRequest;
import io.espalier.shared.link.BrokerLink;
import io.espalier.shared.link.InboundMessage;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Takes samples for the model that serves, and answers each where its sender wants it. */
final class InferenceTopic {
  private static final System.Logger LOG = System.getLogger(InferenceTopic.class.getName());

  /** A broker that takes no answers must not fill the node's memory with them. */
  private static final int MOST_UNACKNOWLEDGED = 256;

  private final BrokerLink link;
  private final NodeId node;
  private final Topics topics;
  private final BiConsumer<InferenceRequest, Consumer<InferenceAnswer>> requests;
  private final LongSupplier mostBytes;
  private final Semaphore room = new Semaphore(MOST_UNACKNOWLEDGED);

  InferenceTopic(
      BrokerLink link,
      NodeId node,
      Topics topics,
      BiConsumer<InferenceRequest, Consumer<InferenceAnswer>> requests,
      LongSupplier mostBytes) {
    this.link = link;
    this.node = node;
    this.topics = topics;
    this.requests = requests;
    this.mostBytes = mostBytes;
  }

  void asked(InboundMessage message) {
    long most = mostBytes.getAsLong();
    int size = message.payload().length;
    if (size > most) {
      refuse(message, "payload: expected at most %d bytes, found %d".formatted(most, size));
      return;
    }
    try {
      requests.accept(
          MessageCodec.decode(message.payload(), InferenceRequest.class),
          answer -> answer(message, answer));
    } catch (MalformedMessageException e) {
      refuse(message, String.valueOf(e.getMessage()));
    }
  }

  private void refuse(InboundMessage asked, String why) {
    answer(asked, new InferenceAnswer(null, null, null, null, 0, why));
  }

  private void answer(InboundMessage asked, InferenceAnswer answer) {
    String topic = topics.inferenceAnswer(node, asked.responseTopic());
    if (!room.tryAcquire()) {
      LOG.log(System.Logger.Level.WARNING, "topic=" + topic + " answer dropped: broker is slow");
      return;
    }
    link.publish(OutboundMessage.answer(topic, MessageCodec.encode(answer), asked.correlation()))
        .whenComplete(
            (ok, failure) -> {
              room.release();
              NodeLink.logFailure(topic, failure);
            });
  }
}
