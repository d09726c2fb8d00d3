package io.espalier.controller.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.shared.deployment.AccuracyChange;
import io.espalier.shared.deployment.Phase;
import io.espalier.shared.fleet.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The error rates that docs/adr/0015 states, by simulation. */
class JudgeTest {
  private static final int CANARIES = 20;
  private static final int SAMPLES = 500;
  private static final int TIMES = 2_000;

  @Test
  void modelThreePointsWorse_neverPasses() {
    assertThat(passes(0.03, 1)).isZero();
  }

  @Test
  void modelAsGoodAsBefore_isHaltedInLessThanOneOfTwoHundred() {
    assertThat(TIMES - passes(0.003, 2)).isLessThanOrEqualTo(TIMES / 200);
  }

  @Test
  void modelAtTheBound_isHaltedBeforeTheEndInOneOfHundredAtMost() {
    Random random = new Random(3);
    int halted = 0;
    for (int i = 0; i < TIMES; i++) {
      List<NodeState> nodes = new ArrayList<>();
      boolean failed = false;
      for (int canary = 0; canary < CANARIES; canary++) {
        nodes.add(updated(canary, change(0.01, random), 10_000));
        failed |= isFailed(Judge.judge(Rollouts.spec(), nodes, false));
      }
      halted += failed ? 1 : 0;
    }

    assertThat(halted).isLessThanOrEqualTo(TIMES / 100);
  }

  @Test
  void samplesThatManyNodesRan_countOnce() {
    List<NodeState> nodes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      nodes.add(updated(i % 2, new AccuracyChange(SAMPLES, 12, 5), 10_000));
    }

    Verdict drop = Judge.judge(Rollouts.spec(), nodes, true).get(0);

    assertThat(drop.of()).isEqualTo(2 * SAMPLES);
    assertThat(drop.confidence()).as("each end is passed in one of a hundred").isEqualTo(0.98);
  }

  @Test
  void twoOfTwoThatFailed_areNoAccident() {
    List<NodeState> nodes = new ArrayList<>(List.of(failed(0, "rare"), failed(1, "rare")));
    for (int i = 2; i < CANARIES; i++) {
      nodes.add(updated(i, AccuracyChange.NONE, 10_000));
    }

    assertThat(Judge.judge(Rollouts.spec(), nodes, false))
        .filteredOn(Verdict::isFailed)
        .extracting(Verdict::scope)
        .containsExactly("rare");
  }

  @Test
  void oneOfTwentyThatFailed_isWithinBounds() {
    List<NodeState> nodes = new ArrayList<>(List.of(failed(0, "pi-4")));
    for (int i = 1; i < CANARIES; i++) {
      nodes.add(updated(i, new AccuracyChange(SAMPLES, 5, 5), 10_000));
    }

    assertThat(isFailed(Judge.judge(Rollouts.spec(), nodes, true))).isFalse();
  }

  @Test
  void fewSlowNodes_doNotMoveTheMiddle() {
    List<NodeState> nodes = new ArrayList<>();
    for (int i = 0; i < CANARIES; i++) {
      nodes.add(updated(i, new AccuracyChange(SAMPLES, 5, 5), i < 9 ? 90_000 : 10_000));
    }

    assertThat(isFailed(Judge.judge(Rollouts.spec(), nodes, true))).isFalse();
  }

  @Test
  void slowModel_failsBeforeAllHaveAnswered() {
    List<NodeState> nodes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      nodes.add(updated(i, new AccuracyChange(SAMPLES, 5, 5), 30_000));
    }

    assertThat(Judge.judge(Rollouts.spec(), nodes, false))
        .filteredOn(Verdict::isFailed)
        .extracting(Verdict::gate)
        .containsExactly("maxP99");
  }

  private static int passes(double drop, long seed) {
    Random random = new Random(seed);
    int passed = 0;
    for (int i = 0; i < TIMES; i++) {
      List<NodeState> nodes = new ArrayList<>();
      for (int canary = 0; canary < CANARIES; canary++) {
        nodes.add(updated(canary, change(drop, random), 10_000));
      }
      passed += isFailed(Judge.judge(Rollouts.spec(), nodes, true)) ? 0 : 1;
    }
    return passed;
  }

  private static boolean isFailed(List<Verdict> verdicts) {
    return verdicts.stream().anyMatch(Verdict::isFailed);
  }

  private static AccuracyChange change(double drop, Random random) {
    int lost = 0;
    int gained = 0;
    for (int i = 0; i < SAMPLES; i++) {
      double u = random.nextDouble();
      lost += u < 0.02 + drop ? 1 : 0;
      gained += u >= 0.02 + drop && u < 0.04 + drop ? 1 : 0;
    }
    return new AccuracyChange(SAMPLES, lost, gained);
  }

  private static NodeState updated(int number, AccuracyChange change, double p99Us) {
    Findings.Test test = new Findings.Test(SAMPLES, 450, change, p99Us, 60L << 20);
    return node(number, "pi-4", Step.UPDATED, new Findings(Phase.ACTIVE, 100, 0, null, test));
  }

  private static NodeState failed(int number, String hardware) {
    return node(
        number, hardware, Step.FAILED, new Findings(Phase.FALLEN_BACK, 0, 0, "crashed", null));
  }

  private static NodeState node(int number, String hardware, Step step, Findings findings) {
    return new NodeState(
        new NodeId("n" + number),
        hardware,
        0,
        number,
        new Before(Rollouts.OLD, null, null, 1),
        step,
        0L,
        null,
        1,
        1,
        findings);
  }
}
