package io.espalier.node.deployment;

import static io.espalier.node.deployment.Transition.Stage.ACTIVE;
import static io.espalier.node.deployment.Transition.Stage.FALLEN_BACK;
import static io.espalier.node.deployment.Transition.Stage.FETCHING;
import static io.espalier.node.deployment.Transition.Stage.IDLE;
import static io.espalier.node.deployment.Transition.Stage.PROBATION;
import static io.espalier.node.deployment.Transition.Stage.REFUSED;
import static io.espalier.node.deployment.Transition.Stage.TRYING;
import static io.espalier.node.deployment.Transition.any;
import static io.espalier.node.deployment.Transition.anyOf;
import static io.espalier.node.deployment.Transition.row;

import io.espalier.node.deployment.DeploymentAction.CancelFetch;
import io.espalier.node.deployment.DeploymentAction.Drop;
import io.espalier.node.deployment.DeploymentAction.Fetch;
import io.espalier.node.deployment.DeploymentAction.Report;
import io.espalier.node.deployment.DeploymentAction.Retry;
import io.espalier.node.deployment.DeploymentAction.Serve;
import io.espalier.node.deployment.DeploymentAction.ServeNothing;
import io.espalier.node.deployment.DeploymentAction.Try;
import io.espalier.node.deployment.DeploymentAction.Write;
import io.espalier.node.deployment.DeploymentEvent.Cleared;
import io.espalier.node.deployment.DeploymentEvent.Failed;
import io.espalier.node.deployment.DeploymentEvent.Fetched;
import io.espalier.node.deployment.DeploymentEvent.Good;
import io.espalier.node.deployment.DeploymentEvent.Lost;
import io.espalier.node.deployment.DeploymentEvent.Refused;
import io.espalier.node.deployment.DeploymentEvent.RetryDue;
import io.espalier.node.deployment.DeploymentEvent.Started;
import io.espalier.node.deployment.DeploymentEvent.Stopping;
import io.espalier.node.deployment.DeploymentEvent.Tested;
import io.espalier.node.deployment.DeploymentEvent.Tried;
import io.espalier.node.deployment.DeploymentEvent.Unobtainable;
import io.espalier.node.deployment.DeploymentEvent.Wanted;
import io.espalier.node.deployment.Journal.GivenUp;
import io.espalier.node.deployment.Transition.Stage;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.Evidence;
import io.espalier.shared.deployment.Phase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides which model runs on a node: events in, actions out, no clock, no threads, no I/O. Events
 * of deployments that nobody waits for any more are ignored. Not thread-safe.
 */
public final class DeploymentMachine {
  /** How often the process may end before a model has shown that it works. */
  public static final int MOST_LIVES = 2;

  /** The whole life of a deployment. */
  static final List<Transition<?>> TABLE =
      List.of(
          row(Started.class, anyOf(IDLE), any(), DeploymentMachine::start),
          row(Wanted.class, any(), any(), DeploymentMachine::aim),
          row(Cleared.class, any(), anyOf(IDLE), DeploymentMachine::rest),
          row(
              Fetched.class,
              anyOf(FETCHING),
              anyOf(FETCHING, TRYING),
              DeploymentMachine::tryTarget),
          row(Refused.class, anyOf(FETCHING), anyOf(FETCHING, REFUSED), DeploymentMachine::refuse),
          row(Unobtainable.class, anyOf(FETCHING), anyOf(FETCHING), DeploymentMachine::waitForIt),
          row(RetryDue.class, anyOf(FETCHING), anyOf(FETCHING), DeploymentMachine::fetchAgain),
          row(
              Tried.class,
              anyOf(TRYING),
              anyOf(TRYING, PROBATION, FALLEN_BACK),
              DeploymentMachine::judge),
          row(Good.class, any(), any(), DeploymentMachine::settle),
          row(Failed.class, any(), any(), DeploymentMachine::fail),
          row(Lost.class, any(), any(), DeploymentMachine::lose),
          row(
              Tested.class,
              anyOf(PROBATION, ACTIVE),
              anyOf(PROBATION, ACTIVE),
              DeploymentMachine::note),
          row(Stopping.class, any(), any(), DeploymentMachine::stop));

  private final Slots slots = new Slots();
  private Stage stage = IDLE;
  private @Nullable DeploymentId asked;

  /** What is being fetched or tried. */
  private @Nullable DesiredState target;

  private int fetchFailures;
  private @Nullable Evidence evidence;
  private @Nullable Digest unobtainable;

  /** The machine of a node that has not started. */
  public DeploymentMachine() {}

  /** Takes an event in; what is to be done about it, in that order. */
  public List<DeploymentAction> on(DeploymentEvent event) {
    List<DeploymentAction> actions = new ArrayList<>(4);
    for (Transition<?> transition : TABLE) {
      if (transition.takes(stage, event)) {
        transition.apply(this, event, actions);
        break;
      }
    }
    return actions;
  }

  /** How it stands. */
  public DeploymentView view() {
    GivenUp end = slots.end(asked);
    return new DeploymentView(
        stage.phase(),
        asked,
        slots.serving(),
        stage == TRYING ? 0 : slots.crashes(),
        stage == TRYING || slots.provenServes() ? slots.spare() : slots.proven(),
        evidence,
        end == null ? null : end.error(),
        unobtainable);
  }

  /** Whether the model that serves has yet to show that it works, see {@link Good}. */
  public boolean awaitsGood() {
    return slots.lives() > 0 && stage != TRYING && slots.serving() != null;
  }

  /** Every model that may be needed again; their files must be kept. */
  public List<DesiredState> needed() {
    return slots.with(target);
  }

  Stage stage() {
    return stage;
  }

  private void start(Started event, List<DeploymentAction> actions) {
    Journal found = event.journal();
    asked = found.asked();
    slots.restore(found);
    DesiredState tried = found.tried();
    if (tried != null && found.lives() < MOST_LIVES) {
      slots.resumeTry();
      target = tried;
      asked = tried.deployment();
      stage = TRYING;
      write(actions);
      serveAgain(actions);
      actions.add(new Try(tried, slots.proven()));
      return;
    }
    DesiredState counted = tried == null ? found.serving() : tried;
    if (counted != null && found.lives() >= MOST_LIVES) {
      giveUp(counted, Phase.FALLEN_BACK, "the process ended %d times".formatted(found.lives()));
      slots.bury(tried != null);
    }
    stage = stageOfWhatWasAsked();
    back(actions);
    actions.add(new Report());
  }

  /** Until told otherwise, the node is where it was. */
  private Stage stageOfWhatWasAsked() {
    GivenUp end = slots.end(asked);
    if (end != null) {
      return Stage.after(end.phase());
    }
    // What was asked last may not have come yet; what serves was asked too.
    DesiredState proven = slots.proven();
    asked = proven == null ? null : proven.deployment();
    return proven == null ? IDLE : ACTIVE;
  }

  private void aim(Wanted event, List<DeploymentAction> actions) {
    DesiredState desired = event.desired();
    if (desired.deployment().equals(asked)) {
      return;
    }
    leaveTarget(actions);
    asked = desired.deployment();
    GivenUp end = slots.end(asked);
    if (end != null) {
      stage = Stage.after(end.phase());
    } else if (slots.serves(asked)) {
      stage = slots.provenServes() ? ACTIVE : PROBATION;
    } else if (isOf(asked, slots.proven())) {
      // Back from one that has not shown that it works yet.
      stage = ACTIVE;
      slots.removeServing();
      back(actions);
    } else {
      fetch(desired, actions);
    }
    actions.add(new Report());
  }

  private void rest(Cleared event, List<DeploymentAction> actions) {
    if (asked == null) {
      return;
    }
    leaveTarget(actions);
    asked = null;
    stage = IDLE;
    actions.add(new Report());
  }

  private void tryTarget(Fetched event, List<DeploymentAction> actions) {
    DesiredState slot = target;
    if (slot == null || !isOf(event.deployment(), slot)) {
      return;
    }
    // Another newcomer that has not shown that it works yet makes room.
    boolean makesRoom = slots.proven() != null && !slots.provenServes();
    slots.beginTry();
    unobtainable = null;
    stage = TRYING;
    write(actions);
    if (makesRoom) {
      serveAgain(actions);
    }
    actions.add(new Try(slot, slots.serving()));
    actions.add(new Report());
  }

  private void refuse(Refused event, List<DeploymentAction> actions) {
    DesiredState slot = target;
    if (slot == null || !isOf(event.deployment(), slot)) {
      return;
    }
    giveUp(slot, Phase.REFUSED, event.why());
    unobtainable = null;
    write(actions);
    actions.add(new Report());
  }

  private void waitForIt(Unobtainable event, List<DeploymentAction> actions) {
    if (!isOf(event.deployment(), target)) {
      return;
    }
    unobtainable = event.artifact();
    actions.add(Retry.after(fetchFailures++, event.deployment()));
    actions.add(new Report());
  }

  private void fetchAgain(RetryDue event, List<DeploymentAction> actions) {
    DesiredState slot = target;
    if (slot != null && isOf(event.deployment(), slot)) {
      actions.add(new Fetch(slot));
    }
  }

  private void judge(Tried event, List<DeploymentAction> actions) {
    DesiredState slot = target;
    if (slot == null || !isOf(event.deployment(), slot)) {
      return;
    }
    evidence = event.evidence();
    String objection = LocalGate.objection(slot.acceptance(), event.evidence());
    if (objection != null) {
      abandon(slot, objection, actions);
      return;
    }
    target = null;
    slots.promote(slot);
    stage = PROBATION;
    actions.add(new Serve(slot));
    actions.add(new Report());
  }

  private void settle(Good event, List<DeploymentAction> actions) {
    DesiredState serving = slots.serving();
    if (serving == null
        || !awaitsGood()
        || !isOf(event.deployment(), serving)
        || event.inferences() < serving.acceptance().goodInferences()) {
      return;
    }
    slots.settle();
    stage = stage == PROBATION ? ACTIVE : stage;
    write(actions);
    actions.add(new Report());
  }

  private void fail(Failed event, List<DeploymentAction> actions) {
    DesiredState slot = target;
    DesiredState serving = slots.serving();
    if (stage == TRYING && slot != null && isOf(event.deployment(), slot)) {
      abandon(slot, event.why(), actions);
    } else if (serving != null && isOf(event.deployment(), serving)) {
      giveUp(serving, Phase.FALLEN_BACK, event.why());
      serveAnother(actions);
    }
  }

  /** A file that is gone is nobody's fault: it is fetched again, if it is still wanted. */
  private void lose(Lost event, List<DeploymentAction> actions) {
    DesiredState slot = target;
    DesiredState serving = slots.serving();
    if (stage == TRYING && slot != null && isOf(event.deployment(), slot)) {
      slots.endTry();
      fetch(slot, actions);
      write(actions);
      actions.add(new Report());
    } else if (serving != null && isOf(event.deployment(), serving)) {
      boolean wanted = event.deployment().equals(asked);
      serveAnother(actions);
      if (wanted) {
        fetch(serving, actions);
        actions.add(new Report());
      }
    }
  }

  private void note(Tested event, List<DeploymentAction> actions) {
    if (slots.serves(asked) && slots.serves(event.deployment())) {
      evidence = event.evidence();
      actions.add(new Report());
    }
  }

  /** An end that was asked for says nothing about the model. */
  private void stop(Stopping event, List<DeploymentAction> actions) {
    if (slots.lives() > 0) {
      slots.forgiveLife();
      write(actions);
    }
  }

  private void fetch(DesiredState slot, List<DeploymentAction> actions) {
    target = slot;
    fetchFailures = 0;
    stage = FETCHING;
    actions.add(new Fetch(slot));
  }

  private void leaveTarget(List<DeploymentAction> actions) {
    target = null;
    evidence = null;
    unobtainable = null;
    if (stage == FETCHING) {
      actions.add(new CancelFetch());
    }
    if (stage == TRYING) {
      slots.endTry();
      actions.add(new Drop());
      write(actions);
    }
  }

  private void abandon(DesiredState slot, String why, List<DeploymentAction> actions) {
    slots.endTry();
    giveUp(slot, Phase.FALLEN_BACK, why);
    actions.add(new Drop());
    write(actions);
    actions.add(new Report());
  }

  private void giveUp(DesiredState slot, Phase phase, String why) {
    slots.giveUp(slot.deployment(), phase, why);
    if (slot.equals(target)) {
      target = null;
    }
    if (isOf(asked, slot)) {
      stage = Stage.after(phase);
    }
  }

  /** After what served has failed. */
  private void serveAnother(List<DeploymentAction> actions) {
    slots.removeServing();
    back(actions);
    if (slots.serving() == null) {
      actions.add(new ServeNothing());
    }
    actions.add(new Report());
  }

  private void back(List<DeploymentAction> actions) {
    slots.back(stage != TRYING);
    write(actions);
    serveAgain(actions);
  }

  private void serveAgain(List<DeploymentAction> actions) {
    DesiredState proven = slots.proven();
    if (proven != null) {
      actions.add(new Serve(proven));
    }
  }

  private void write(List<DeploymentAction> actions) {
    actions.add(new Write(slots.journal(asked, stage == TRYING ? target : null)));
  }

  private static boolean isOf(@Nullable DeploymentId deployment, @Nullable DesiredState slot) {
    return slot != null && slot.deployment().equals(deployment);
  }
}
