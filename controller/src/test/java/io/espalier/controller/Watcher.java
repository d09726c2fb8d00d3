package io.espalier.controller;

import io.espalier.shared.link.BrokerLink;
import io.espalier.shared.link.InboundMessage;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.link.OutboundMessage;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** Keeps every message that matches a filter. */
public final class Watcher implements AutoCloseable {
  private final BrokerLink link;
  private final List<InboundMessage> messages = new CopyOnWriteArrayList<>();

  /** Subscribed once this returns. */
  public Watcher(URI broker, String filter) {
    link = new BrokerLink(new LinkConfig(broker, "watcher-" + UUID.randomUUID(), null, 0));
    link.subscribe(List.of(filter), messages::add);
    link.start().join();
  }

  /**
   * What the broker retains for {@code prefix/…} at this moment.
   *
   * @param prefix of the topics, without a slash at its end
   */
  public static List<String> retained(URI broker, String prefix) {
    try (Watcher watcher = new Watcher(broker, prefix + "/#")) {
      // What was retained comes before what is published after the subscription.
      String marker = prefix + "/marker";
      watcher.link.publish(OutboundMessage.event(marker, new byte[] {1})).join();
      Awaitility.await().until(() -> watcher.to(marker) > 0);
      return watcher.messages.stream()
          .filter(InboundMessage::retained)
          .map(InboundMessage::topic)
          .toList();
    }
  }

  /** Everything so far, in order. */
  public List<InboundMessage> messages() {
    return messages;
  }

  /** How many messages that are not empty came on {@code topic}. */
  public long to(String topic) {
    return messages.stream().filter(m -> m.topic().equals(topic) && m.payload().length > 0).count();
  }

  /** How often {@code topic} was cleared. */
  public long cleared(String topic) {
    return messages.stream()
        .filter(m -> m.topic().equals(topic) && m.payload().length == 0)
        .count();
  }

  @Override
  public void close() {
    link.close();
  }
}
