package io.espalier.node.deployment;

import static io.espalier.node.deployment.Deployments.GOOD;
import static io.espalier.node.deployment.Deployments.desired;
import static io.espalier.node.deployment.Deployments.digest;
import static io.espalier.node.deployment.Deployments.evidence;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.node.deployment.DeploymentAction.CancelFetch;
import io.espalier.node.deployment.DeploymentAction.Drop;
import io.espalier.node.deployment.DeploymentAction.Fetch;
import io.espalier.node.deployment.DeploymentAction.Retry;
import io.espalier.node.deployment.DeploymentAction.Serve;
import io.espalier.node.deployment.DeploymentAction.ServeNothing;
import io.espalier.node.deployment.DeploymentAction.Try;
import io.espalier.node.deployment.DeploymentAction.Write;
import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.deployment.Phase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeploymentMachineTest {
  private DeploymentMachine machine = new DeploymentMachine();
  private Journal journal = Journal.EMPTY;

  @Test
  void start_withoutAJournal_isIdle() {
    start();
    assertView(Phase.IDLE, null, null);
  }

  @Test
  void deployment_isFetchedTriedServedAndActive() {
    start();
    assertThat(want("a")).contains(new Fetch(desired("a")));
    assertView(Phase.FETCHING, "a", null);
    assertThat(on(new DeploymentEvent.Fetched(id("a"))))
        .containsSubsequence(new Write(journal), new Try(desired("a"), null));
    assertView(Phase.PROBATION, "a", null);
    assertThat(tried("a", 0)).contains(new Serve(desired("a")));
    assertView(Phase.PROBATION, "a", "a");
    assertThat(good("a", GOOD - 1)).isEmpty();
    good("a", GOOD);
    assertView(Phase.ACTIVE, "a", "a");
    assertThat(journal.serving()).isEqualTo(desired("a"));
    assertThat(journal.lives()).isZero();
  }

  @Test
  void journal_isWrittenBeforeTheModelIsLoadedAndWhenItWorks_andNotBetween() {
    start();
    int writes = 0;
    for (List<DeploymentAction> actions :
        List.of(want("a"), fetched("a"), tried("a", 0), good("a", GOOD))) {
      writes += (int) actions.stream().filter(Write.class::isInstance).count();
    }
    // One more at the start, before anything could be loaded.
    assertThat(writes).isEqualTo(2);
  }

  @Test
  void secondDeployment_keepsTheFirstAsFallback() {
    activate("a", "b");
    assertView(Phase.ACTIVE, "b", "b");
    assertThat(requireNonNull(machine.view().fallback())).isEqualTo(desired("a"));
  }

  @Test
  void modelThatIsWorse_isDropped_whileTheOneBeforeServesOn() {
    activate("a");
    want("b");
    fetched("b");
    assertThat(tried("b", 50)).contains(new Drop()).noneMatch(Serve.class::isInstance);
    assertView(Phase.FALLEN_BACK, "b", "a");
    assertThat(machine.view().error()).contains("accuracy drop on 1000 samples");
  }

  @Test
  void modelThatFailsOnProbation_isReplacedByTheOneBefore() {
    activate("a");
    want("b");
    fetched("b");
    tried("b", 0);
    assertThat(on(new DeploymentEvent.Failed(id("b"), "broke"))).contains(new Serve(desired("a")));
    assertView(Phase.FALLEN_BACK, "b", "a");
    assertThat(machine.view().error()).isEqualTo("broke");
  }

  @Test
  void whatWasGivenUp_isNotTriedAgain_notEvenAfterARestart() {
    activate("a");
    want("b");
    on(new DeploymentEvent.Refused(id("b"), "too large"));
    assertView(Phase.REFUSED, "b", "a");
    want("c");
    assertThat(want("b")).noneMatch(Fetch.class::isInstance).contains(new CancelFetch());
    restart();
    want("c");
    want("b");
    assertView(Phase.REFUSED, "b", "a");
    assertThat(machine.view().error()).isEqualTo("too large");
  }

  @Test
  void processThatDiesTwiceWhileTrying_fallsBack() {
    activate("a");
    want("b");
    fetched("b");
    assertThat(restart())
        .containsSubsequence(
            new Write(journal), new Serve(desired("a")), new Try(desired("b"), desired("a")));
    assertThat(restart()).contains(new Serve(desired("a"))).noneMatch(Try.class::isInstance);
    assertView(Phase.FALLEN_BACK, "b", "a");
    assertThat(machine.view().error()).isEqualTo("the process ended 2 times");
  }

  @Test
  void processThatDiesTwiceWithTheServingModel_fallsBackToTheSpare() {
    activate("a", "b");
    restart();
    assertView(Phase.ACTIVE, "b", "b");
    restart();
    assertThat(machine.view().crashes()).isEqualTo(1);
    restart();
    assertView(Phase.FALLEN_BACK, "b", "a");
  }

  @Test
  void processThatDiesOnceInAWhile_isForgivenEachTime() {
    activate("a", "b");
    for (int i = 0; i < 5; i++) {
      restart();
      good("b", GOOD);
    }
    assertView(Phase.ACTIVE, "b", "b");
  }

  @Test
  void endThatWasAskedFor_isNotACrash() {
    activate("a");
    for (int i = 0; i < 5; i++) {
      on(new DeploymentEvent.Stopping());
      restart();
    }
    assertView(Phase.ACTIVE, "a", "a");
    assertThat(machine.view().crashes()).isZero();
  }

  @Test
  void onlyModelThatKills_leavesTheNodeWithoutOneButAlive() {
    start();
    want("a");
    fetched("a");
    restart();
    assertThat(restart()).noneMatch(Try.class::isInstance).noneMatch(Serve.class::isInstance);
    assertView(Phase.FALLEN_BACK, "a", null);
    assertThat(want("b")).contains(new Fetch(desired("b")));
  }

  @Test
  void newerDesiredState_cancelsTheFetch_andOldAnswersAreIgnored() {
    activate("a");
    want("b");
    assertThat(want("c")).containsSubsequence(new CancelFetch(), new Fetch(desired("c")));
    assertThat(on(new DeploymentEvent.Fetched(id("b")))).isEmpty();
    assertThat(on(new DeploymentEvent.Refused(id("b"), "no"))).isEmpty();
    assertView(Phase.FETCHING, "c", "a");
  }

  @Test
  void sameDesiredStateAgain_changesNothing() {
    start();
    want("a");
    assertThat(want("a")).isEmpty();
  }

  @Test
  void newerDesiredState_onProbation_letsTheUnprovenServeUntilThereIsBetter() {
    activate("a");
    want("b");
    fetched("b");
    tried("b", 0);
    want("c");
    assertView(Phase.FETCHING, "c", "b");
    assertThat(fetched("c"))
        .containsSubsequence(new Serve(desired("a")), new Try(desired("c"), desired("a")));
    assertView(Phase.PROBATION, "c", "a");
  }

  @Test
  void unprovenModel_mayShowThatItWorksWhileAnotherIsFetched() {
    activate("a");
    want("b");
    fetched("b");
    tried("b", 0);
    want("c");
    good("b", GOOD);
    assertView(Phase.FETCHING, "c", "b");
    assertThat(journal.serving()).isEqualTo(desired("b"));
  }

  @Test
  void firstModel_thatHasNotShownThatItWorks_servesOnWhileTheNextIsTried_butIsNeverCalledActive() {
    start();
    want("a");
    fetched("a");
    tried("a", 0);
    want("b");
    assertThat(fetched("b")).contains(new Try(desired("b"), desired("a")));
    assertThat(journal.serving()).isNull();
    tried("b", 50);
    assertView(Phase.FALLEN_BACK, "b", "a");
    assertThat(machine.awaitsGood()).isTrue();
    assertThat(journal.tried()).isEqualTo(desired("a"));
    good("a", GOOD);
    assertThat(journal.serving()).isEqualTo(desired("a"));
  }

  @Test
  void rollBackOnProbation_goesStraightToTheOneBefore() {
    activate("a");
    want("b");
    fetched("b");
    tried("b", 0);
    assertThat(want("a")).contains(new Serve(desired("a"))).noneMatch(Fetch.class::isInstance);
    assertView(Phase.ACTIVE, "a", "a");
  }

  @Test
  void clearedDesiredState_leavesWhatRuns() {
    activate("a");
    want("b");
    assertThat(on(new DeploymentEvent.Cleared())).contains(new CancelFetch());
    assertView(Phase.IDLE, null, "a");
  }

  @Test
  void unobtainableArtifact_isToldAndWaitedForEverLonger() {
    activate("a");
    want("b");
    long before = 0;
    for (int i = 0; i < 100; i++) {
      List<DeploymentAction> actions =
          on(new DeploymentEvent.Unobtainable(id("b"), digest("model b"), "gone"));
      Retry retry = (Retry) actions.get(0);
      assertThat(retry.delayMillis()).isBetween(Math.max(1_000, before), 60_000L);
      before = retry.delayMillis();
      assertThat(machine.view().unobtainable()).isEqualTo(digest("model b"));
      assertThat(on(new DeploymentEvent.RetryDue(id("b"))))
          .containsExactly(new Fetch(desired("b")));
    }
    fetched("b");
    assertThat(machine.view().unobtainable()).isNull();
  }

  @Test
  void lostFileOfTheServingModel_isFetchedAgain_whileTheSpareServes() {
    activate("a", "b");
    restart();
    assertThat(on(new DeploymentEvent.Lost(id("b"))))
        .contains(new Serve(desired("a")), new Fetch(desired("b")));
    assertView(Phase.FETCHING, "b", "a");
  }

  @Test
  void lastModelThatCannotBeLoaded_leavesNothingToServe() {
    activate("a");
    restart();
    assertThat(on(new DeploymentEvent.Failed(id("a"), "broke"))).contains(new ServeNothing());
    assertView(Phase.FALLEN_BACK, "a", null);
  }

  private List<DeploymentAction> start() {
    machine = new DeploymentMachine();
    return on(new DeploymentEvent.Started(journal));
  }

  /** The process died. */
  private List<DeploymentAction> restart() {
    return start();
  }

  private void activate(String... ids) {
    start();
    for (String each : ids) {
      want(each);
      fetched(each);
      tried(each, 0);
      good(each, GOOD);
    }
  }

  private List<DeploymentAction> want(String deployment) {
    return on(new DeploymentEvent.Wanted(desired(deployment)));
  }

  private List<DeploymentAction> fetched(String deployment) {
    return on(new DeploymentEvent.Fetched(id(deployment)));
  }

  private List<DeploymentAction> tried(String deployment, int lost) {
    return on(new DeploymentEvent.Tried(id(deployment), evidence(lost)));
  }

  private List<DeploymentAction> good(String deployment, long inferences) {
    return on(new DeploymentEvent.Good(id(deployment), inferences));
  }

  private List<DeploymentAction> on(DeploymentEvent event) {
    List<DeploymentAction> actions = new ArrayList<>(machine.on(event));
    for (DeploymentAction action : actions) {
      journal = action instanceof Write write ? write.journal() : journal;
    }
    return actions;
  }

  private static DeploymentId id(String value) {
    return new DeploymentId(value);
  }

  private void assertView(Phase phase, @Nullable String asked, @Nullable String serving) {
    DeploymentView view = machine.view();
    assertThat(view.phase()).isEqualTo(phase);
    assertThat(view.deployment()).isEqualTo(asked == null ? null : id(asked));
    assertThat(view.running()).isEqualTo(serving == null ? null : desired(serving));
  }
}
