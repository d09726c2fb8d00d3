package io.espalier.controller.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.shared.fleet.NodeId;
import java.util.List;

/**
 * A record of telemetry.
 *
 * @param number grows in the order in which records were stored
 * @param node whose
 * @param kind {@code system}, {@code inference}, {@code accuracy}, {@code drift} or {@code dropped}
 * @param record as the node sent it
 */
public record TelemetryView(long number, NodeId node, String kind, JsonNode record) {
  /**
   * Several, in the order in which they were stored.
   *
   * @param records what was asked for
   * @param next the number to go on after
   */
  public record Several(List<TelemetryView> records, long next) {}
}
