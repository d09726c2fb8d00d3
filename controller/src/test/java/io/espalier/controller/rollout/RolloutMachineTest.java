package io.espalier.controller.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.Phase;
import io.espalier.shared.fleet.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutMachineTest {
  private final Rollouts node = new Rollouts();
  private RolloutMachine machine = Rollouts.machine(Rollouts.spec());

  @Test
  void firstTick_asksTheCanariesAndNobodyElse() {
    List<Action> actions = machine.tick(0);

    assertThat(Rollouts.asked(actions)).hasSize(2);
    assertThat(Rollouts.notes(actions)).containsExactly("wave 1 of 2");
    assertThat(machine.tick(1_000)).isEmpty();
  }

  @Test
  void request_namesModelPartOfTheProbeAndGates() {
    DesiredState desired = ((Action.Ask) machine.tick(0).get(1)).desired();

    assertThat(desired.model()).isEqualTo(Rollouts.NEW);
    assertThat(desired.deployment()).isEqualTo(Rollouts.ID.forward());
    assertThat(desired.acceptance().maxP99Us()).isEqualTo(20_000);
    assertThat(desired.probe()).isNotNull();
  }

  @Test
  void nextWave_startsOnceAllCanariesAreUpdatedAndNoHarmShows() {
    List<NodeId> canaries = Rollouts.asked(machine.tick(0));

    machine.reported(node.updated(canaries.get(0), 5, 5));
    assertThat(Rollouts.asked(machine.tick(1_000))).isEmpty();
    machine.reported(node.updated(canaries.get(1), 5, 5));

    assertThat(Rollouts.asked(machine.tick(2_000)))
        .hasSize(8)
        .doesNotContainAnyElementsOf(canaries);
  }

  @Test
  void active_isNotUpdatedBeforeEnoughGoodInferences() {
    NodeId canary = Rollouts.asked(machine.tick(0)).get(0);

    machine.reported(
        node.report(canary, Phase.ACTIVE, Rollouts.ID.forward(), Rollouts.NEW, 99, null));

    assertThat(stepOf(canary)).isEqualTo(Step.ASKED);
  }

  @Test
  void active_isNotUpdatedWhenAnotherModelRuns() {
    NodeId canary = Rollouts.asked(machine.tick(0)).get(0);

    machine.reported(
        node.report(canary, Phase.ACTIVE, Rollouts.ID.forward(), Rollouts.OLD, 9_999, null));

    assertThat(stepOf(canary)).isEqualTo(Step.ASKED);
  }

  @Test
  void olderReport_changesNothing() {
    NodeId canary = Rollouts.asked(machine.tick(0)).get(0);
    var early = node.fellBack(canary);
    machine.reported(node.updated(canary, 0, 0));

    machine.reported(early);

    assertThat(stepOf(canary)).isEqualTo(Step.UPDATED);
  }

  @Test
  void harmBeyondDoubt_haltsAndGivesEveryAskedNodeBackWhatRan() {
    List<NodeId> canaries = Rollouts.asked(machine.tick(0));
    machine.reported(node.updated(canaries.get(0), 40, 1));

    List<Action> actions = machine.tick(1_000);

    assertThat(machine.stage()).isEqualTo(Stage.HALTING);
    assertThat(Rollouts.notes(actions)).containsExactly("halting");
    assertThat(actions.stream().filter(a -> a instanceof Action.Ask).map(a -> (Action.Ask) a))
        .hasSize(2)
        .allSatisfy(
            ask -> {
              assertThat(ask.desired().model()).isEqualTo(Rollouts.OLD);
              assertThat(ask.desired().deployment()).isEqualTo(Rollouts.ID.back());
            });
    assertThat(machine.state().reason()).startsWith("maxAccuracyDrop of fleet: 7.80%");
  }

  @Test
  void halting_endsWhenAllNodesAreBackOrLate() {
    List<NodeId> canaries = Rollouts.asked(machine.tick(0));
    machine.reported(node.updated(canaries.get(0), 40, 1));
    machine.tick(1_000);

    machine.reported(node.back(canaries.get(0)));
    machine.tick(2_000);
    assertThat(machine.stage()).isEqualTo(Stage.HALTING);
    machine.tick(1_000 + Rollouts.DEADLINE);

    assertThat(machine.stage()).isEqualTo(Stage.HALTED);
    assertThat(stepOf(canaries.get(0))).isEqualTo(Step.RETURNED);
    assertThat(stepOf(canaries.get(1))).isEqualTo(Step.RETURNING);
  }

  @Test
  void canariesThatAllFellBack_halt() {
    Rollouts.asked(machine.tick(0)).forEach(canary -> machine.reported(node.fellBack(canary)));

    machine.tick(1_000);

    assertThat(machine.state().reason()).startsWith("maxFailed");
  }

  @Test
  void offlineCanaries_areCarriedButNoWaveStartsWithoutEvidence() {
    List<NodeId> canaries = Rollouts.asked(machine.tick(0));

    assertThat(Rollouts.asked(machine.tick(Rollouts.DEADLINE))).isEmpty();
    assertThat(stepOf(canaries.get(0))).isEqualTo(Step.CARRIED);
    assertThat(machine.state().waitsFor()).contains("evidence");
    machine.reported(node.updated(canaries.get(0), 0, 0));

    assertThat(Rollouts.asked(machine.tick(Rollouts.DEADLINE + 1))).hasSize(8);
  }

  @Test
  void nodeThatVanishesOnProbation_countsAsFailed() {
    NodeId canary = Rollouts.asked(machine.tick(0)).get(0);
    machine.reported(
        node.report(canary, Phase.PROBATION, Rollouts.ID.forward(), Rollouts.NEW, 3, null));
    machine.presence(canary, false, 1_000);

    List<Action> actions = machine.tick(1_000 + Rollouts.DEADLINE);

    assertThat(Rollouts.notes(actions)).containsExactly("vanished", "halting");
    assertThat(machine.state().reason()).startsWith("maxFailed");
  }

  @Test
  void nodeThatHasBeenAwayForLong_isCarriedAtOnce() {
    List<NodeId> canaries = Rollouts.asked(machine.tick(0));
    machine.presence(new NodeId("n9"), false, 0);
    machine.presence(new NodeId("n8"), false, 0);
    long late = Rollouts.DEADLINE + 1;
    machine.tick(late - 2);
    canaries.forEach(canary -> machine.reported(node.updated(canary, 0, 0)));
    machine.tick(late);
    machine.tick(late + 1_000);

    assertThat(machine.state().nodes())
        .filteredOn(n -> n.offlineSince() != null && !canaries.contains(n.node()))
        .isNotEmpty()
        .allMatch(n -> n.step() == Step.CARRIED);
  }

  @Test
  void done_countsThoseThatAreOutstanding() {
    List<NodeId> asked = new ArrayList<>(Rollouts.asked(machine.tick(0)));
    asked.forEach(canary -> machine.reported(node.updated(canary, 0, 0)));
    List<NodeId> rest = Rollouts.asked(machine.tick(1_000));
    rest.stream().skip(1).forEach(n -> machine.reported(node.updated(n, 0, 0)));
    machine.tick(2_000);
    assertThat(machine.stage()).isEqualTo(Stage.ADVANCING);

    List<Action> actions = machine.tick(1_000 + Rollouts.DEADLINE);

    assertThat(Rollouts.notes(actions)).containsExactly("done");
    assertThat(machine.state().reason()).isEqualTo("9 updated, 1 carried");
  }

  @Test
  void paused_asksNobodyButStillHalts() {
    List<NodeId> canaries = Rollouts.asked(machine.tick(0));
    machine.command(Command.PAUSE, "alice", 500);
    machine.reported(node.updated(canaries.get(0), 5, 5));
    machine.reported(node.updated(canaries.get(1), 5, 5));
    assertThat(machine.tick(1_000)).isEmpty();

    machine.reported(node.updated(canaries.get(1), 60, 0));
    machine.tick(2_000);

    assertThat(machine.stage()).isEqualTo(Stage.HALTING);
  }

  @Test
  void resumed_goesOnWhereItWas() {
    List<NodeId> canaries = Rollouts.asked(machine.tick(0));
    machine.command(Command.PAUSE, "alice", 500);
    canaries.forEach(canary -> machine.reported(node.updated(canary, 5, 5)));

    machine.command(Command.RESUME, "alice", 1_000);

    assertThat(Rollouts.asked(machine.tick(1_500))).hasSize(8);
  }

  @Test
  void aborted_leavesEverythingAsItIs() {
    machine.tick(0);

    assertThat(Rollouts.asked(machine.command(Command.ABORT, "alice", 500))).isEmpty();
    assertThat(machine.tick(1_000)).isEmpty();
    assertThat(machine.stage()).isEqualTo(Stage.ABORTED);
  }

  @Test
  void rollback_isPossibleEvenWhenDone() {
    finish();

    List<Action> actions = machine.command(Command.ROLLBACK, "alice", 3_000);

    assertThat(Rollouts.asked(actions)).hasSize(10);
    Rollouts.asked(actions).forEach(n -> machine.reported(node.back(n)));
    machine.tick(4_000);
    assertThat(machine.stage()).isEqualTo(Stage.ROLLED_BACK);
  }

  @Test
  void commandThatMakesNoSense_isRefusedWithAReason() {
    finish();

    assertThatThrownBy(() -> machine.command(Command.PAUSE, "alice", 3_000))
        .hasMessage("rollout weekly: pause is not possible while it is done");
  }

  @Test
  void nodeThatNothingRanOn_isAskedForNothingAfterAHalt() {
    Member fresh = new Member(new NodeId("fresh"), "pi-4", java.util.Map.of(), true, null);
    machine =
        new RolloutMachine(
            RolloutState.of(Rollouts.ID, Rollouts.spec(), List.of(fresh), List.of()));
    machine.tick(0);
    machine.reported(node.fellBack(fresh.node()));

    assertThat(machine.tick(1_000)).contains(new Action.Clear(fresh.node()));
  }

  @Test
  void rate_spreadsRequestsOverTime() {
    machine = Rollouts.machine(Rollouts.spec(60.0, List.of(new Wave.Share(1))));

    assertThat(Rollouts.asked(machine.tick(0))).hasSize(1);
    assertThat(Rollouts.asked(machine.tick(999))).isEmpty();
    assertThat(Rollouts.asked(machine.tick(3_000))).hasSize(3);
  }

  @Test
  void classWithoutEvidence_isHeldBackFromLaterWaves() {
    List<Member> members = new ArrayList<>(Rollouts.members(6));
    for (int i = 0; i < 4; i++) {
      members.add(Rollouts.member("z" + i, "pi-zero", true));
    }
    machine =
        new RolloutMachine(
            RolloutState.of(Rollouts.ID, Rollouts.spec(), members, List.of(Rollouts.PROBE)));
    List<NodeId> canaries = Rollouts.asked(machine.tick(0));
    canaries.stream()
        .filter(c -> c.value().startsWith("n"))
        .forEach(c -> machine.reported(node.updated(c, 0, 0)));

    assertThat(Rollouts.asked(machine.tick(Rollouts.DEADLINE)))
        .hasSize(5)
        .allMatch(n -> n.value().startsWith("n"));
    canaries.forEach(c -> machine.reported(node.updated(c, 0, 0)));

    assertThat(Rollouts.asked(machine.tick(Rollouts.DEADLINE + 1_000))).hasSize(3);
  }

  private void finish() {
    Rollouts.asked(machine.tick(0)).forEach(n -> machine.reported(node.updated(n, 0, 0)));
    Rollouts.asked(machine.tick(1_000)).forEach(n -> machine.reported(node.updated(n, 0, 0)));
    machine.tick(2_000);
    assertThat(machine.stage()).isEqualTo(Stage.DONE);
  }

  private Step stepOf(NodeId id) {
    return machine.state().nodes().stream()
        .filter(n -> n.node().equals(id))
        .findFirst()
        .orElseThrow()
        .step();
  }
}
