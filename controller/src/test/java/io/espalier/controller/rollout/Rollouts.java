package io.espalier.controller.rollout;

import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.deployment.Evidence;
import io.espalier.shared.deployment.Phase;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.deployment.RunningModel;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.telemetry.LatencySummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rollout of ten nodes with two canaries, and what its nodes say. */
final class Rollouts {
  static final Digest OLD = Digest.of(new byte[] {0});
  static final Digest NEW = Digest.of(new byte[] {1});
  static final Digest PROBE = Digest.of(new byte[] {2});
  static final RolloutId ID = new RolloutId("weekly");
  static final long DEADLINE = 600_000;
  static final long MIB = 1 << 20;

  private static final Before BEFORE = new Before(OLD, null, null, 1);

  private long seq;

  static RolloutSpec spec() {
    return spec(null, List.of(new Wave.Count(2), new Wave.Share(1)));
  }

  static RolloutSpec spec(@Nullable Double nodesPerMinute, List<Wave> waves) {
    return new RolloutSpec(
        ID,
        NEW,
        null,
        PROBE,
        "all",
        waves,
        new Gates(0.01, null, 20_000.0, 96 * MIB, 0.05, 0.02),
        100,
        1,
        nodesPerMinute,
        DEADLINE,
        1,
        500,
        null,
        0);
  }

  static RolloutMachine machine(RolloutSpec spec) {
    return new RolloutMachine(RolloutState.of(ID, spec, members(10), List.of(PROBE, OLD)));
  }

  static List<Member> members(int count) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      members.add(member("n" + i, "pi-4", true));
    }
    return members;
  }

  static Member member(String id, String hardware, boolean online) {
    return new Member(new NodeId(id), hardware, Map.of("group", hardware), online, BEFORE);
  }

  /** A node that runs the new model and has seen that. */
  ReportedState updated(NodeId node, int lost, int gained) {
    return report(node, Phase.ACTIVE, ID.forward(), NEW, 100, evidence(lost, gained, 10_000));
  }

  ReportedState fellBack(NodeId node) {
    return report(node, Phase.FALLEN_BACK, ID.forward(), OLD, 5_000, null);
  }

  ReportedState back(NodeId node) {
    return report(node, Phase.ACTIVE, ID.back(), OLD, 1, null);
  }

  ReportedState report(
      NodeId node,
      Phase phase,
      DeploymentId deployment,
      Digest runs,
      long goodInferences,
      @Nullable Evidence evidence) {
    return new ReportedState(
        new Stamp(Stamp.SCHEMA, 1, seq++, Instant.EPOCH, false),
        node,
        phase,
        deployment,
        new RunningModel(runs, deployment, goodInferences, 0),
        null,
        null,
        evidence,
        phase == Phase.FALLEN_BACK ? "too slow" : null,
        null);
  }

  static Evidence evidence(int lost, int gained, double p99Us) {
    return new Evidence(
        NEW,
        500,
        450,
        null,
        new Evidence.Against(OLD, 450 + lost - gained, lost, gained, null),
        new LatencySummary(p99Us / 2, p99Us / 2, p99Us, 500),
        60 * MIB);
  }

  static List<NodeId> asked(List<Action> actions) {
    return actions.stream()
        .filter(action -> action instanceof Action.Ask)
        .map(action -> ((Action.Ask) action).node())
        .toList();
  }

  static List<String> notes(List<Action> actions) {
    return actions.stream()
        .filter(action -> action instanceof Action.Note)
        .map(action -> ((Action.Note) action).entry().what())
        .toList();
  }
}
