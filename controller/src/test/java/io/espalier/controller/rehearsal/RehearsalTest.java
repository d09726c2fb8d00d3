package io.espalier.controller.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.compressor.bench.Figure;
import io.espalier.controller.rollout.NodeState;
import io.espalier.controller.rollout.RolloutMachine;
import io.espalier.controller.rollout.RolloutState;
import io.espalier.controller.rollout.Stage;
import io.espalier.controller.rollout.Step;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RehearsalTest {
  private static final int NODES = 200;

  @Test
  void fortyRehearsals_meetTheGoals() throws InterruptedException {
    List<Figure> figures = Rehearsals.run(40, NODES, 1, line -> {});

    assertThat(figures).filteredOn(figure -> figure.goal().isPresent()).hasSize(5);
    assertThat(figures).allSatisfy(f -> assertThat(f.holds().orElse(true)).as(f.name()).isTrue());
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void controllerThatIsKilledAtEveryMoment_endsTheSame(Fault fault) {
    RolloutState undisturbed = new Rehearsal(fault, 60, 11).run();
    RolloutState disturbed = new Rehearsal(fault, 60, 11).run(RehearsalTest::killed);

    assertThat(disturbed).isEqualTo(undisturbed);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void noWave_startsWithoutAnUpdatedNodeInTheOneBefore(Fault fault) {
    int[] newest = {-1};
    new Rehearsal(fault, NODES, 5)
        .run(
            machine -> {
              RolloutState state = machine.state();
              if (state.wave() > Math.max(newest[0], 0)) {
                assertThat(state.nodes())
                    .anyMatch(n -> n.wave() == newest[0] && n.step() == Step.UPDATED);
              }
              newest[0] = state.wave();
              assertThat(state.nodes())
                  .noneMatch(node -> node.wave() > state.wave() && node.isExposed());
              return machine;
            });
  }

  @Test
  void success_leavesNoNodeThatIsNeitherUpdatedNorFailedNorOutstanding() {
    for (long seed = 0; seed < 5; seed++) {
      Rehearsal rehearsal = new Rehearsal(Fault.NONE, NODES, seed);
      RolloutState end = rehearsal.run();

      assertThat(end.stage()).isEqualTo(Stage.DONE);
      assertThat(end.nodes()).noneMatch(node -> node.step() == Step.ASKED);
      assertThat(end.nodes())
          .filteredOn(node -> node.step() == Step.UPDATED)
          .allMatch(node -> rehearsal.runs(node.node()).equals(SimulatedNode.NEW));
    }
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void halt_leavesNoNodeThatIsThereWithTheNewModel(Fault fault) {
    Rehearsal rehearsal = new Rehearsal(fault, NODES, 3);
    RolloutState end = rehearsal.run();

    assertThat(end.stage()).isEqualTo(Stage.HALTED);
    assertThat(end.nodes())
        .filteredOn(node -> node.offlineSince() == null && node.isExposed())
        .extracting(NodeState::node)
        .allMatch(node -> rehearsal.runs(node).equals(SimulatedNode.OLD));
  }

  private static RolloutMachine killed(RolloutMachine machine) {
    try {
      byte[] kept = MessageCodec.encode(machine.state());
      return new RolloutMachine(MessageCodec.decode(kept, RolloutState.class));
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }
}
