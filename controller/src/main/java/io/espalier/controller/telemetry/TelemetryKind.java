package io.espalier.controller.telemetry;

import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.telemetry.AccuracySample;
import io.espalier.shared.telemetry.DriftSample;
import io.espalier.shared.telemetry.DroppedSamples;
import io.espalier.shared.telemetry.InferenceSample;
import io.espalier.shared.telemetry.SystemSample;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A kind of telemetry.
 *
 * @param level the last level of its topics
 * @param reader of its records
 */
record TelemetryKind(String level, Reader reader) {
  private static final List<TelemetryKind> ALL =
      List.of(
          kind("system", SystemSample.class, SystemSample::stamp, SystemSample::node),
          kind("inference", InferenceSample.class, InferenceSample::stamp, InferenceSample::node),
          kind("accuracy", AccuracySample.class, AccuracySample::stamp, AccuracySample::node),
          kind("drift", DriftSample.class, DriftSample::stamp, DriftSample::node),
          kind("dropped", DroppedSamples.class, DroppedSamples::stamp, DroppedSamples::node));

  /**
   * A record of any kind.
   *
   * @param node whose it says it is
   * @param stamp which one
   * @param dropped which records it stands for; absent but for that kind
   */
  record Decoded(NodeId node, Stamp stamp, @Nullable DroppedSamples dropped) {}

  /** Reads records. */
  @FunctionalInterface
  interface Reader {
    Decoded read(byte[] payload) throws MalformedMessageException;
  }

  /** The levels of all. */
  static List<String> levels() {
    return ALL.stream().map(TelemetryKind::level).toList();
  }

  /** The kind of that level; null for none. */
  static @Nullable TelemetryKind of(String level) {
    for (TelemetryKind kind : ALL) {
      if (kind.level.equals(level)) {
        return kind;
      }
    }
    return null;
  }

  /** The record in a payload. */
  Decoded decode(byte[] payload) throws MalformedMessageException {
    return reader.read(payload);
  }

  private static <T> TelemetryKind kind(
      String level, Class<T> type, Function<T, Stamp> stamp, Function<T, NodeId> node) {
    return new TelemetryKind(
        level,
        payload -> {
          T message = MessageCodec.decode(payload, type);
          return new Decoded(
              node.apply(message),
              stamp.apply(message),
              message instanceof DroppedSamples dropped ? dropped : null);
        });
  }
}
