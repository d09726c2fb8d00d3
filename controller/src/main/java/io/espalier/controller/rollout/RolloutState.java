package io.espalier.controller.rollout;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a rollout; a controller that starts anew goes on from it.
 *
 * @param id which rollout
 * @param spec what is to be done
 * @param parts of the probe, at least one if there is a probe
 * @param stage where it is
 * @param wave the newest that was opened, from 0
 * @param waves how many there are
 * @param clockMillis time that it has lived, not counting that without a controller
 * @param nextAskAt from when on the next node may be asked, for the sake of the rate
 * @param auditEntries how many there are so far
 * @param reason why it is not advancing; absent while it is
 * @param waitsFor what it waits for, one line for people; absent when it is final
 * @param verdicts of the gates when they were last looked at
 * @param nodes in the order in which they are asked
 */
public record RolloutState(
    RolloutId id,
    RolloutSpec spec,
    List<Digest> parts,
    Stage stage,
    int wave,
    int waves,
    long clockMillis,
    long nextAskAt,
    int auditEntries,
    @JsonSetter(nulls = Nulls.SET) @Nullable String reason,
    @JsonSetter(nulls = Nulls.SET) @Nullable String waitsFor,
    List<Verdict> verdicts,
    List<NodeState> nodes) {
  /** Lists are copied. */
  public RolloutState {
    parts = List.copyOf(parts);
    verdicts = List.copyOf(verdicts);
    nodes = List.copyOf(nodes);
  }

  /**
   * A rollout before its first wave.
   *
   * @param parts of the probe; none without one
   * @throws IllegalArgumentException if there is no node to take
   */
  public static RolloutState of(
      RolloutId id, RolloutSpec spec, List<Member> members, List<Digest> parts) {
    if (members.isEmpty()) {
      throw new IllegalArgumentException("selector '" + spec.selector() + "': it takes no node");
    }
    List<List<Member>> plan = WavePlan.of(spec.waves(), members, id.value());
    List<NodeState> nodes = new ArrayList<>();
    for (int wave = 0; wave < plan.size(); wave++) {
      for (Member member : plan.get(wave)) {
        int part = parts.isEmpty() ? 0 : nodes.size() % parts.size();
        nodes.add(NodeState.of(member, wave, part));
      }
    }
    return new RolloutState(
        id, spec, parts, Stage.ADVANCING, -1, plan.size(), 0, 0, 0, null, null, List.of(), nodes);
  }

  /** How many nodes the first wave of these members takes. */
  public static int canaries(RolloutSpec spec, List<Member> members) {
    return members.isEmpty() ? 0 : WavePlan.of(spec.waves(), members, "").get(0).size();
  }

  /** What a node is asked to run. */
  DesiredState desired(NodeState node) {
    Probe probe =
        parts.isEmpty() ? null : new Probe(parts.get(node.part()), spec.probeEverySeconds());
    return new DesiredState(
        DesiredState.SCHEMA,
        id.forward(),
        spec.model(),
        spec.head(),
        probe,
        spec.threads(),
        spec.acceptance());
  }

  /** All that it takes to nodes, and all that it would take back to them. */
  Set<Digest> artifacts() {
    Stream<@Nullable Digest> forward =
        Stream.concat(Stream.of(spec.model(), spec.head(), spec.probe()), parts.stream());
    Stream<@Nullable Digest> back =
        nodes.stream()
            .map(NodeState::before)
            .filter(Objects::nonNull)
            .flatMap(
                before ->
                    Stream.of(
                        before.model(),
                        before.head(),
                        before.probe() == null ? null : before.probe().samples()));
    return Stream.concat(forward, back).filter(Objects::nonNull).collect(Collectors.toSet());
  }

  /** How many nodes are that far. */
  public int count(Step step) {
    return (int) nodes.stream().filter(node -> node.step() == step).count();
  }

  /** How many nodes were ever asked to run the new model. */
  public int exposed() {
    return (int) nodes.stream().filter(NodeState::isExposed).count();
  }
}
