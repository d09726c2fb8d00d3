package io.espalier.controller.trial;

import static io.espalier.controller.trial.Messages.completed;
import static io.espalier.controller.trial.Messages.failed;
import static io.espalier.controller.trial.Messages.offline;
import static io.espalier.controller.trial.Messages.online;
import static io.espalier.controller.trial.TrialDispatcher.MOST_ATTEMPTS;
import static io.espalier.controller.trial.TrialDispatcher.OFFLINE_GRACE_MILLIS;
import static io.espalier.controller.trial.TrialDispatcher.STARVED_MILLIS;
import static io.espalier.controller.trial.TrialDispatcher.TRIAL_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.controller.trial.TrialDispatcher.Action.Abandon;
import io.espalier.controller.trial.TrialDispatcher.Action.Ask;
import io.espalier.controller.trial.TrialDispatcher.Action.Finish;
import io.espalier.controller.trial.TrialDispatcher.Action.Republish;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.trial.TrialId;
import io.espalier.shared.trial.TrialResult;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrialDispatcherTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final NodeId STRANGER = new NodeId("stranger");
  private static final TrialId ONE = new TrialId("one");
  private static final TrialId TWO = new TrialId("two");
  private static final TrialId THREE = new TrialId("three");

  private final TrialDispatcher dispatcher = new TrialDispatcher(id -> !id.equals(STRANGER));

  @Test
  void trials_waitUntilANodeIsThere() {
    assertThat(dispatcher.submit(ONE, 0)).isEmpty();
    assertThat(dispatcher.presence(online(A, 1), 1)).containsExactly(new Ask(A, ONE, 1));
  }

  @Test
  void eachNode_hasOneTrialAtATime() {
    dispatcher.presence(online(A, 1), 0);
    dispatcher.presence(online(B, 1), 0);
    assertThat(dispatcher.submit(ONE, 0)).containsExactly(new Ask(A, ONE, 1));
    assertThat(dispatcher.submit(TWO, 0)).containsExactly(new Ask(B, TWO, 1));
    assertThat(dispatcher.submit(THREE, 0)).isEmpty();
    TrialResult.Completed result = completed(B, TWO, 1);
    assertThat(dispatcher.result(result, 1))
        .containsExactly(new Finish(TWO, result), new Ask(B, THREE, 1));
  }

  @Test
  void restartedNode_losesItsTrialToAnotherThatIsFree() {
    dispatcher.presence(online(A, 1), 0);
    dispatcher.submit(ONE, 0);
    dispatcher.presence(online(B, 1), 1);
    assertThat(dispatcher.presence(online(A, 2), 2)).containsExactly(new Ask(B, ONE, 2));
  }

  @Test
  void restartedNode_isAskedAgainWhenItIsAlone() {
    askAloneFor(ONE);
    assertThat(dispatcher.presence(online(A, 2), 1)).containsExactly(new Ask(A, ONE, 2));
  }

  @Test
  void restartSeenAsOffline_freesTheTrialAtOnce() {
    askAloneFor(ONE);
    assertThat(dispatcher.presence(offline(A, 2), 1)).isEmpty();
    assertThat(dispatcher.presence(online(B, 1), 2)).containsExactly(new Ask(B, ONE, 2));
  }

  @Test
  void offlineWithinTheGrace_keepsTheTrial() {
    askAloneFor(ONE);
    dispatcher.presence(offline(A, 1), 100);
    assertThat(dispatcher.presence(online(B, 1), 200)).isEmpty();
    assertThat(dispatcher.tick(100 + OFFLINE_GRACE_MILLIS - 1)).isEmpty();
  }

  @Test
  void offlineBeyondTheGrace_movesTheTrial() {
    askAloneFor(ONE);
    dispatcher.presence(online(B, 1), 0);
    dispatcher.presence(offline(A, 1), 100);
    assertThat(dispatcher.tick(100 + OFFLINE_GRACE_MILLIS)).containsExactly(new Ask(B, ONE, 2));
  }

  @Test
  void sayingOfflineAgain_doesNotProlongTheGrace() {
    askAloneFor(ONE);
    dispatcher.presence(online(B, 1), 0);
    dispatcher.presence(offline(A, 1), 100);
    dispatcher.presence(offline(A, 1), 5_000);
    assertThat(dispatcher.tick(100 + OFFLINE_GRACE_MILLIS)).containsExactly(new Ask(B, ONE, 2));
  }

  @Test
  void backOnlineInTheSameStart_isAskedAgainForTheSameAttempt() {
    askAloneFor(ONE);
    dispatcher.presence(offline(A, 1), 100);
    assertThat(dispatcher.presence(online(A, 1), 200)).containsExactly(new Ask(A, ONE, 1));
    assertThat(dispatcher.tick(100 + OFFLINE_GRACE_MILLIS)).isEmpty();
  }

  @Test
  void presenceOfAnOlderStart_changesNothing() {
    dispatcher.presence(online(A, 7), 0);
    dispatcher.submit(ONE, 0);
    assertThat(dispatcher.presence(offline(A, 6), 1)).isEmpty();
    assertThat(dispatcher.presence(online(A, 6), 1)).isEmpty();
    assertThat(dispatcher.tick(1 + OFFLINE_GRACE_MILLIS)).isEmpty();
    assertThat(dispatcher.reconnected()).containsExactly(new Ask(A, ONE, 1));
  }

  @Test
  void lateResultOfAnEarlierAttempt_counts() {
    askAloneFor(ONE);
    dispatcher.presence(online(B, 1), 0);
    dispatcher.presence(offline(A, 1), 0);
    dispatcher.tick(OFFLINE_GRACE_MILLIS);
    TrialResult.Completed late = completed(A, ONE, 1);
    assertThat(dispatcher.result(late, OFFLINE_GRACE_MILLIS + 1))
        .containsExactly(new Finish(ONE, late));
    assertThat(dispatcher.submit(TWO, OFFLINE_GRACE_MILLIS + 2))
        .containsExactly(new Ask(B, TWO, 1));
  }

  @Test
  void lateResultOfAWaitingTrial_takesItOutOfTheLine() {
    askAloneFor(ONE);
    dispatcher.presence(offline(A, 1), 0);
    dispatcher.tick(OFFLINE_GRACE_MILLIS);
    TrialResult.Completed late = completed(A, ONE, 1);
    assertThat(dispatcher.result(late, 20_000)).containsExactly(new Finish(ONE, late));
    assertThat(dispatcher.presence(online(B, 1), 20_001)).isEmpty();
  }

  @Test
  void repeatedResult_isHarmless() {
    askAloneFor(ONE);
    dispatcher.submit(TWO, 0);
    TrialResult.Completed result = completed(A, ONE, 1);
    dispatcher.result(result, 1);
    assertThat(dispatcher.result(result, 2)).isEmpty();
    assertThat(dispatcher.reconnected()).containsExactly(new Ask(A, TWO, 1));
  }

  @Test
  void failureOfAnEarlierAttempt_isIgnored() {
    askAloneFor(ONE);
    dispatcher.result(failed(A, ONE, 1, "too hot"), 1);
    assertThat(dispatcher.result(failed(A, ONE, 1, "too hot"), 2)).isEmpty();
    assertThat(dispatcher.reconnected()).containsExactly(new Ask(A, ONE, 2));
  }

  @Test
  void failedTrial_isTriedAgainUntilItHasHadItsAttempts() {
    askAloneFor(ONE);
    for (int attempt = 1; attempt < MOST_ATTEMPTS; attempt++) {
      assertThat(dispatcher.result(failed(A, ONE, attempt, "too hot"), attempt))
          .containsExactly(new Ask(A, ONE, attempt + 1));
    }
    assertThat(dispatcher.result(failed(A, ONE, MOST_ATTEMPTS, "too hot"), 99))
        .containsExactly(new Abandon(ONE, "a: too hot (attempt 5)"));
  }

  @Test
  void failedTrial_goesToANodeThatDidNotFailIt_evenIfThatIsBusy() {
    dispatcher.presence(online(A, 1), 0);
    dispatcher.presence(online(B, 1), 0);
    dispatcher.submit(ONE, 0);
    dispatcher.submit(TWO, 0);
    dispatcher.submit(THREE, 0);
    assertThat(dispatcher.result(failed(A, ONE, 1, "disk full"), 1))
        .containsExactly(new Ask(A, THREE, 1));
    TrialResult.Completed result = completed(B, TWO, 1);
    assertThat(dispatcher.result(result, 2))
        .containsExactly(new Finish(TWO, result), new Ask(B, ONE, 2));
  }

  @Test
  void brokenNode_doesNotUseUpTheAttemptsOfAllTrials() {
    dispatcher.presence(online(A, 1), 0);
    dispatcher.presence(online(B, 1), 0);
    for (int i = 0; i < 20; i++) {
      dispatcher.submit(new TrialId("t" + i), 0);
    }
    // A fails whatever it is given, at once, before B is done with anything.
    for (int finished = 0; finished < 20; finished++) {
      Optional<Ask> lost = asked(A);
      while (lost.isPresent()) {
        Ask ask = lost.get();
        assertThat(dispatcher.result(failed(A, ask.trial(), ask.attempt(), "disk full"), 1))
            .noneMatch(Abandon.class::isInstance);
        lost = asked(A);
      }
      Ask kept = asked(B).orElseThrow();
      TrialResult.Completed result = completed(B, kept.trial(), kept.attempt());
      assertThat(dispatcher.result(result, 1)).contains(new Finish(kept.trial(), result));
    }
    assertThat(dispatcher.reconnected()).isEmpty();
  }

  @Test
  void unobtainableArtifact_isPublishedBeforeItsTrialIsAskedForAgain() {
    askAloneFor(ONE);
    assertThat(dispatcher.result(failed(A, ONE, 1, "no chunk 3", Messages.MODEL), 1))
        .containsExactly(new Republish(Messages.MODEL), new Ask(A, ONE, 2));
  }

  @Test
  void nodeThatTakesTooLong_losesItsTrial() {
    askAloneFor(ONE);
    dispatcher.presence(online(B, 1), 0);
    assertThat(dispatcher.tick(TRIAL_MILLIS - 1)).isEmpty();
    assertThat(dispatcher.tick(TRIAL_MILLIS)).containsExactly(new Ask(B, ONE, 2));
  }

  @Test
  void deadline_countsFromEachAttempt() {
    askAloneFor(ONE);
    dispatcher.result(failed(A, ONE, 1, "too hot"), 1_000);
    assertThat(dispatcher.tick(TRIAL_MILLIS)).isEmpty();
    assertThat(dispatcher.tick(1_000 + TRIAL_MILLIS)).containsExactly(new Ask(A, ONE, 3));
  }

  @Test
  void whatCouldNotBeAsked_isTriedAgainAndThenAbandonedWithTheReason() {
    askAloneFor(ONE);
    for (int attempt = 1; attempt < MOST_ATTEMPTS; attempt++) {
      assertThat(dispatcher.notAsked(new Ask(A, ONE, attempt), "no such file", attempt))
          .containsExactly(new Ask(A, ONE, attempt + 1));
    }
    assertThat(dispatcher.notAsked(new Ask(A, ONE, 1), "no such file", 9)).isEmpty();
    assertThat(dispatcher.notAsked(new Ask(A, ONE, MOST_ATTEMPTS), "no such file", 9))
        .containsExactly(new Abandon(ONE, "no such file (attempt 5)"));
  }

  @Test
  void trialsThatNoNodeComesFor_areAbandonedInTime_notBefore() {
    dispatcher.submit(ONE, 0);
    assertThat(dispatcher.tick(0)).isEmpty();
    assertThat(dispatcher.tick(STARVED_MILLIS - 1)).isEmpty();
    assertThat(dispatcher.tick(STARVED_MILLIS))
        .containsExactly(new Abandon(ONE, "no node online for 120 s"));
    assertThat(dispatcher.presence(online(A, 1), STARVED_MILLIS + 1)).isEmpty();
  }

  @Test
  void nodeThatComesBetweenTwoTicks_endsTheStarvation() {
    dispatcher.submit(ONE, 0);
    dispatcher.submit(TWO, 0);
    dispatcher.tick(0);
    dispatcher.presence(online(A, 1), 60_000);
    dispatcher.presence(offline(A, 1), 60_001);
    assertThat(dispatcher.tick(60_002)).isEmpty();
    assertThat(dispatcher.tick(STARVED_MILLIS)).isEmpty();
    assertThat(dispatcher.tick(60_002 + STARVED_MILLIS)).hasSize(2);
  }

  @Test
  void trialSubmittedAfterAStarvation_waitsItsOwnTime() {
    dispatcher.submit(ONE, 0);
    dispatcher.tick(0);
    dispatcher.tick(STARVED_MILLIS);
    dispatcher.submit(TWO, STARVED_MILLIS);
    assertThat(dispatcher.tick(STARVED_MILLIS + 1)).isEmpty();
    assertThat(dispatcher.presence(online(A, 1), STARVED_MILLIS + 2))
        .containsExactly(new Ask(A, TWO, 1));
  }

  @Test
  void nodesThatAreNotEligible_areNeitherAskedNorHeard() {
    dispatcher.submit(ONE, 0);
    assertThat(dispatcher.presence(online(STRANGER, 1), 0)).isEmpty();
    assertThat(dispatcher.result(completed(STRANGER, ONE, 1), 0)).isEmpty();
    dispatcher.tick(0);
    assertThat(dispatcher.tick(STARVED_MILLIS)).hasSize(1);
  }

  @Test
  void lostConnection_asksAgainForWhatOnlineNodesWereAsked() {
    askAloneFor(ONE);
    dispatcher.presence(online(B, 1), 0);
    dispatcher.submit(TWO, 0);
    dispatcher.presence(offline(B, 1), 1);
    assertThat(dispatcher.reconnected()).containsExactly(new Ask(A, ONE, 1));
  }

  @Test
  void resultOfAnUnknownTrial_isIgnored() {
    dispatcher.presence(online(A, 1), 0);
    assertThat(dispatcher.result(completed(A, ONE, 1), 0)).isEmpty();
    assertThat(dispatcher.result(failed(A, ONE, 1, "what?"), 0)).isEmpty();
  }

  private void askAloneFor(TrialId trial) {
    dispatcher.presence(online(A, 1), 0);
    assertThat(dispatcher.submit(trial, 0)).containsExactly(new Ask(A, trial, 1));
  }

  /** What that node is being asked for. */
  private Optional<Ask> asked(NodeId node) {
    return dispatcher.reconnected().stream()
        .map(Ask.class::cast)
        .filter(ask -> ask.node().equals(node))
        .findFirst();
  }
}
