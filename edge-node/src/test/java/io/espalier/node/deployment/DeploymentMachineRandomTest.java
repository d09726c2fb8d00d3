package io.espalier.node.deployment;

import static io.espalier.node.deployment.Deployments.GOOD;
import static io.espalier.node.deployment.Deployments.desired;
import static io.espalier.node.deployment.Deployments.digest;
import static io.espalier.node.deployment.Deployments.evidence;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.node.deployment.DeploymentAction.Fetch;
import io.espalier.node.deployment.DeploymentAction.Retry;
import io.espalier.node.deployment.DeploymentAction.Serve;
import io.espalier.node.deployment.DeploymentAction.ServeNothing;
import io.espalier.node.deployment.DeploymentAction.Try;
import io.espalier.node.deployment.DeploymentAction.Write;
import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.Phase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random lives of a node, with models of every kind and a process that dies at any step. */
class DeploymentMachineRandomTest {
  private static final int STEPS = 400;

  /** Stands among the answers for the end of the process. */
  private static final DeploymentEvent CRASH =
      new DeploymentEvent.RetryDue(new DeploymentId("crash"));

  /** What a model does, by its deployment's number. */
  private enum Kind {
    GOOD,
    REFUSED,
    UNLOADABLE,
    WORSE,
    KILLS_WHEN_TRIED,
    KILLS_WHEN_IT_SERVES,
    FAILS_ON_PROBATION;

    static Kind of(DeploymentId deployment) {
      return values()[Integer.parseInt(deployment.value()) % values().length];
    }
  }

  private final Set<DeploymentId> givenUp = new HashSet<>();
  private final List<DeploymentEvent> answers = new ArrayList<>();
  private DeploymentMachine machine = new DeploymentMachine();
  private Journal journal = Journal.EMPTY;
  private Random random = new Random(0);
  private int newest;
  private @Nullable DesiredState wanted;
  private boolean everActive;
  private boolean mayBeCut = true;
  private @Nullable DesiredState live;

  static List<Integer> seeds() {
    return new Random(6).ints(200, 0, 1 << 20).boxed().toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void node_alwaysServes_neverRetries_andEndsWhereItShould(int seed) {
    random = new Random(seed);
    start();
    for (int step = 0; step < STEPS; step++) {
      int what = random.nextInt(20);
      if (what < 3) {
        want(desired(String.valueOf(newest += 1 + random.nextInt(3))));
      } else if (what == 3) {
        wanted = null;
        on(new DeploymentEvent.Cleared());
      } else if (what == 4 && mayBeCut) {
        mayBeCut = false;
        start();
      } else if (what == 5) {
        on(new DeploymentEvent.Stopping());
        start();
      } else {
        answer();
      }
    }
    // One that nobody had any trouble with.
    want(desired(String.valueOf((newest / Kind.values().length + 1) * Kind.values().length)));
    for (int i = 0; i < 500 && machine.view().phase() != Phase.ACTIVE; i++) {
      answer();
    }
    assertThat(machine.view().phase()).isEqualTo(Phase.ACTIVE);
    assertThat(machine.view().running()).isEqualTo(wanted);
  }

  private void want(DesiredState desired) {
    wanted = desired;
    on(new DeploymentEvent.Wanted(desired));
  }

  /** The process died, or never was; the broker then says again what is wanted. */
  private void start() {
    machine = new DeploymentMachine();
    answers.clear();
    live = null;
    on(new DeploymentEvent.Started(journal));
    if (wanted != null) {
      on(new DeploymentEvent.Wanted(wanted));
    }
  }

  private void answer() {
    DesiredState serving = live;
    if (!answers.isEmpty()) {
      on(answers.remove(random.nextInt(answers.size())));
    } else if (serving != null && machine.awaitsGood()) {
      on(new DeploymentEvent.Good(serving.deployment(), GOOD));
    }
    mayBeCut |= !machine.awaitsGood() && machine.stage() != Transition.Stage.TRYING;
  }

  private void on(DeploymentEvent event) {
    if (event == CRASH) {
      if (live != null && Kind.of(live.deployment()) == Kind.KILLS_WHEN_IT_SERVES) {
        start();
      }
      return;
    }
    Transition.Stage before = machine.stage();
    List<DeploymentAction> actions = machine.on(event);
    DeploymentMachine.TABLE.stream()
        .filter(transition -> transition.takes(before, event))
        .forEach(transition -> assertThat(transition.to()).contains(machine.stage()));
    for (DeploymentAction action : actions) {
      if (!perform(action)) {
        start();
        return;
      }
    }
    everActive |= machine.view().phase() == Phase.ACTIVE;
    assertThat(machine.view().running()).isEqualTo(live);
    if (everActive) {
      assertThat(live).as("after " + event).isNotNull();
    }
    assertThat(machine.needed()).hasSizeLessThanOrEqualTo(4);
  }

  /** Does it; false if the process died of it. */
  private boolean perform(DeploymentAction action) {
    if (action instanceof Fetch fetch) {
      notGivenUp(fetch.slot());
      answers.add(fetchAnswer(fetch.slot()));
    } else if (action instanceof Retry retry) {
      answers.add(new DeploymentEvent.RetryDue(retry.deployment()));
    } else if (action instanceof Try attempt) {
      notGivenUp(attempt.slot());
      assertThat(journal.tried()).isEqualTo(attempt.slot());
      return tryIt(attempt.slot());
    } else if (action instanceof Serve serve) {
      live = serve.slot();
      return serveIt(serve.slot());
    } else if (action instanceof ServeNothing) {
      live = null;
    } else if (action instanceof Write write) {
      journal = write.journal();
      journal.givenUp().forEach(over -> givenUp.add(over.deployment()));
    }
    return true;
  }

  private DeploymentEvent fetchAnswer(DesiredState slot) {
    if (random.nextInt(4) == 0) {
      return new DeploymentEvent.Unobtainable(slot.deployment(), digest("x"), "gone");
    }
    return Kind.of(slot.deployment()) == Kind.REFUSED
        ? new DeploymentEvent.Refused(slot.deployment(), "no")
        : new DeploymentEvent.Fetched(slot.deployment());
  }

  private boolean tryIt(DesiredState slot) {
    DeploymentId id = slot.deployment();
    Kind kind = Kind.of(id);
    if (kind == Kind.KILLS_WHEN_TRIED) {
      return false;
    }
    answers.add(
        kind == Kind.UNLOADABLE
            ? new DeploymentEvent.Failed(id, "no model")
            : new DeploymentEvent.Tried(id, evidence(kind == Kind.WORSE ? 100 : 0)));
    return true;
  }

  private boolean serveIt(DesiredState slot) {
    Kind kind = Kind.of(slot.deployment());
    if (kind == Kind.FAILS_ON_PROBATION) {
      answers.add(new DeploymentEvent.Failed(slot.deployment(), "broke"));
    }
    if (kind == Kind.KILLS_WHEN_IT_SERVES) {
      answers.add(CRASH);
    }
    return true;
  }

  private void notGivenUp(DesiredState slot) {
    assertThat(givenUp).doesNotContain(slot.deployment());
  }
}
