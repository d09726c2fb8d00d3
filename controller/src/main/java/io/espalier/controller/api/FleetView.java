package io.espalier.controller.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.controller.telemetry.NodeFigures;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.Phase;
import io.espalier.shared.fleet.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Nodes in brief, for a page of thousands.
 *
 * @param at when this was true, by the controller's clock
 * @param nodes by id
 */
public record FleetView(Instant at, List<Row> nodes) {
  /**
   * A node.
   *
   * @param id which node
   * @param online whether it is there
   * @param lastSeen when it was last heard of, by the controller's clock
   * @param hardware its class, or {@code unknown}
   * @param labels its own, overridden by those that were given to it here
   * @param model that serves on it; absent where none does
   * @param phase how far it is with what was asked of it; absent until it said so
   * @param error why it refused or fell back
   * @param figures what it measured last
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Row(
      NodeId id,
      boolean online,
      Instant lastSeen,
      String hardware,
      SortedMap<String, String> labels,
      @JsonSetter(nulls = Nulls.SET) @Nullable Digest model,
      @JsonSetter(nulls = Nulls.SET) @Nullable Phase phase,
      @JsonSetter(nulls = Nulls.SET) @Nullable String error,
      @JsonSetter(nulls = Nulls.SET) @Nullable NodeFigures figures) {}
}
