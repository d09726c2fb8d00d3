package io.espalier.controller.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.Phase;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Anything may happen in any order, also to the controller. */
class RolloutMachineSequencesTest {
  private static final int EVENTS = 150;
  private static final List<Command> COMMANDS = List.of(Command.values());

  private final Rollouts say = new Rollouts();
  private final Map<NodeId, DesiredState> desired = new HashMap<>();
  private RolloutMachine machine =
      Rollouts.machine(Rollouts.spec(240.0, List.of(new Wave.Count(2), new Wave.Share(1))));

  @RepeatedTest(200)
  void invariants_holdAfterEveryEvent_seeded(RepetitionInfo repetition)
      throws MalformedMessageException {
    Random random = new Random(repetition.getCurrentRepetition());
    long now = 0;
    for (int i = 0; i < EVENTS; i++) {
      now += random.nextInt(random.nextInt(20) == 0 ? 700_000 : 2_000);
      List<Action> actions = happen(random, now);
      check(actions);
      actions.forEach(this::perform);
      if (random.nextInt(5) == 0) {
        machine =
            new RolloutMachine(
                MessageCodec.decode(MessageCodec.encode(machine.state()), RolloutState.class));
        machine.again().forEach(this::perform);
      }
      checkState();
    }
  }

  private List<Action> happen(Random random, long now) {
    NodeId node = new NodeId("n" + random.nextInt(10));
    return switch (random.nextInt(12)) {
      case 0 -> {
        machine.presence(node, random.nextBoolean(), now);
        yield List.of();
      }
      case 1, 2, 3, 4 -> answer(node, random);
      case 5 -> {
        Command command = COMMANDS.get(random.nextInt(COMMANDS.size()));
        // Mostly left alone, or few would come far.
        yield random.nextInt(6) == 0 && command.isAllowedIn(machine.stage())
            ? machine.command(command, "alice", now)
            : List.of();
      }
      default -> machine.tick(now);
    };
  }

  private List<Action> answer(NodeId node, Random random) {
    DesiredState wanted = desired.get(node);
    if (wanted == null) {
      return List.of();
    }
    if (wanted.deployment().equals(Rollouts.ID.back())) {
      return machine.reported(say.back(node));
    }
    return machine.reported(
        switch (random.nextInt(12)) {
          case 0 -> say.fellBack(node);
          case 1 -> say.report(node, Phase.PROBATION, Rollouts.ID.forward(), Rollouts.NEW, 1, null);
          default -> say.updated(node, 3 + random.nextInt(6), 5);
        });
  }

  private void perform(Action action) {
    if (action instanceof Action.Ask ask) {
      desired.put(ask.node(), ask.desired());
    }
  }

  private void check(List<Action> actions) {
    Stage stage = machine.stage();
    for (NodeId node : Rollouts.asked(actions)) {
      NodeState state = state(node);
      assertThat(state.wave()).isLessThanOrEqualTo(machine.state().wave());
      assertThat(state.step() == Step.RETURNING).isEqualTo(stage.isReturning());
    }
  }

  private void checkState() {
    RolloutState state = machine.state();
    assertThat(state.nodes())
        .filteredOn(node -> node.wave() > state.wave())
        .noneMatch(NodeState::isExposed);
    if (state.wave() > 0 && state.stage().isForward()) {
      assertThat(state.nodes()).filteredOn(node -> node.wave() == 0).noneMatch(this::isUnasked);
    }
    if (state.stage() == Stage.DONE) {
      assertThat(state.nodes()).noneMatch(node -> node.step() == Step.ASKED);
      assertThat(state.count(Step.UPDATED)).isPositive();
    }
    if (state.stage() == Stage.HALTED || state.stage() == Stage.ROLLED_BACK) {
      assertThat(desired.values())
          .allMatch(wanted -> wanted.deployment().equals(Rollouts.ID.back()));
    }
  }

  private boolean isUnasked(NodeState node) {
    return !node.isExposed();
  }

  private NodeState state(NodeId id) {
    return machine.state().nodes().stream()
        .filter(node -> node.node().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
