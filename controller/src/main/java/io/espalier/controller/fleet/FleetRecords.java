package io.espalier.controller.fleet;

import io.espalier.controller.store.NodeStore;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.fleet.NodeDescriptor;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Nodes as rows of the store and back. */
final class FleetRecords {
  private FleetRecords() {}

  /** Wrapped, since JSON says nothing of the type of a map's values. */
  private record Labels(TreeMap<String, String> labels) {}

  static NodeStore.Row row(KnownNode node) {
    return new NodeStore.Row(
        node.id().value(),
        node.epoch(),
        json(node.descriptor()),
        json(node.reported()),
        text(new Labels(new TreeMap<>(node.labelsSet()))),
        node.lastSeen());
  }

  /**
   * The node of a row, not there.
   *
   * @throws MalformedMessageException if the row was written by a build that is too new
   */
  static KnownNode node(NodeStore.Row row) throws MalformedMessageException {
    return new KnownNode(
        new NodeId(row.id()),
        false,
        row.epoch(),
        read(row.descriptor(), NodeDescriptor.class),
        read(row.reported(), ReportedState.class),
        MessageCodec.decode(bytes(row.labels()), Labels.class).labels(),
        row.lastSeen());
  }

  private static @Nullable String json(@Nullable Object message) {
    return message == null ? null : text(message);
  }

  private static String text(Object message) {
    return new String(MessageCodec.encode(message), StandardCharsets.UTF_8);
  }

  private static <T> @Nullable T read(@Nullable String json, Class<T> type)
      throws MalformedMessageException {
    return json == null ? null : MessageCodec.decode(bytes(json), type);
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
