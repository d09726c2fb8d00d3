package io.espalier.controller.rehearsal;

import io.espalier.controller.rollout.Action;
import io.espalier.controller.rollout.Before;
import io.espalier.controller.rollout.Gates;
import io.espalier.controller.rollout.Member;
import io.espalier.controller.rollout.RolloutId;
import io.espalier.controller.rollout.RolloutMachine;
import io.espalier.controller.rollout.RolloutSpec;
import io.espalier.controller.rollout.RolloutState;
import io.espalier.controller.rollout.Wave;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.fleet.NodeId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** One rollout on a fleet that does not exist. */
final class Rehearsal implements SimulatedNode.Controller {
  private static final int PARTS = 20;
  private static final int SAMPLES = 500;

  /** Two in a hundred of a thousand. */
  static final int CANARIES = 20;

  private static final long TICK_MILLIS = 5_000;
  private static final long LONGEST_MILLIS = 12 * 3_600_000L;

  private final Agenda agenda = new Agenda();
  private final Map<NodeId, SimulatedNode> nodes = new LinkedHashMap<>();
  private final Map<NodeId, Integer> parts = new LinkedHashMap<>();
  private RolloutMachine machine;

  /**
   * Plans one.
   *
   * @param nodeCount how many nodes
   * @param seed decides everything
   */
  Rehearsal(Fault fault, int nodeCount, long seed) {
    Random random = new Random(seed);
    Candidate candidate = Candidate.of(fault, random);
    boolean judges = random.nextBoolean();
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < nodeCount; i++) {
      NodeId id = new NodeId("node-" + i);
      FleetPlan.Node plan = FleetPlan.node(random);
      nodes.put(
          id,
          new SimulatedNode(id, plan, candidate, judges, SAMPLES, agenda, random.nextLong(), this));
      members.add(
          new Member(
              id,
              plan.hardware(),
              Map.of(),
              plan.online(),
              new Before(SimulatedNode.OLD, null, null, 1)));
    }
    RolloutId id = new RolloutId("rehearsal-" + Long.toUnsignedString(seed));
    RolloutState begun = RolloutState.of(id, spec(id), members, digestsOfParts());
    begun.nodes().forEach(node -> parts.put(node.node(), node.part()));
    machine = new RolloutMachine(begun);
  }

  /** What became of it, with nothing in between. */
  RolloutState run() {
    return run(UnaryOperator.identity());
  }

  /**
   * What became of it.
   *
   * @param between what happens to the controller's memory after each of its moments
   */
  RolloutState run(UnaryOperator<RolloutMachine> between) {
    for (long now = 0; now < LONGEST_MILLIS && !machine.stage().isFinal(); now += TICK_MILLIS) {
      agenda.runUntil(now);
      List<Action> actions = machine.tick(now);
      machine = between.apply(machine);
      actions.forEach(this::perform);
    }
    return machine.state();
  }

  /** What runs on a node in truth. */
  Digest runs(NodeId node) {
    return node(node).runs();
  }

  @Override
  public void reported(ReportedState report) {
    machine.reported(report);
  }

  @Override
  public void presence(NodeId node, boolean online) {
    machine.presence(node, online, agenda.now());
  }

  private void perform(Action action) {
    if (action instanceof Action.Ask ask) {
      node(ask.node()).desire(ask.desired(), parts.getOrDefault(ask.node(), 0));
    }
  }

  private SimulatedNode node(NodeId id) {
    SimulatedNode node = nodes.get(id);
    if (node == null) {
      throw new IllegalArgumentException("rehearsal: expected one of its nodes, found " + id);
    }
    return node;
  }

  private static RolloutSpec spec(RolloutId id) {
    return new RolloutSpec(
        id,
        SimulatedNode.NEW,
        null,
        SimulatedNode.NEW,
        "all",
        List.of(new Wave.Count(CANARIES), new Wave.Share(0.25), new Wave.Share(1)),
        new Gates(0.01, null, SimulatedNode.ALLOWED_P99_US, SimulatedNode.ALLOWED_RSS, 0.05, 0.02),
        100,
        1,
        null,
        600_000,
        1,
        1_000,
        null,
        0);
  }

  private static List<Digest> digestsOfParts() {
    List<Digest> digests = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      digests.add(Digest.of(("part " + part).getBytes(StandardCharsets.UTF_8)));
    }
    return digests;
  }
}
