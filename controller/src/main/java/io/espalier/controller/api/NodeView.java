package io.espalier.controller.api;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.fleet.NodeDescriptor;
import io.espalier.shared.fleet.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A node.
 *
 * @param id which node
 * @param online whether it is there
 * @param lastSeen when it was last heard of, by the controller's clock
 * @param labels its own, overridden by those that were given to it at the controller
 * @param labelsSet those that were given to it at the controller
 * @param descriptor what it is; absent until it said so
 * @param desired what should run on it; absent where nothing should
 * @param reported what runs on it; absent until it said so
 */
public record NodeView(
    NodeId id,
    boolean online,
    Instant lastSeen,
    SortedMap<String, String> labels,
    SortedMap<String, String> labelsSet,
    @JsonSetter(nulls = Nulls.SET) @Nullable NodeDescriptor descriptor,
    @JsonSetter(nulls = Nulls.SET) @Nullable DesiredState desired,
    @JsonSetter(nulls = Nulls.SET) @Nullable ReportedState reported) {
  /**
   * Several.
   *
   * @param nodes by id
   * @param next how to ask for the rest; absent where there is none
   */
  public record Several(
      List<NodeView> nodes, @JsonSetter(nulls = Nulls.SET) @Nullable String next) {}

  /**
   * Labels to give to a node, in place of those it was given before.
   *
   * @param labels values by name
   */
  public record Labels(SortedMap<String, String> labels) {}
}
