package io.espalier.controller.trial;

import io.espalier.controller.trial.TrialDispatcher.Action;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.trial.TrialId;
import io.espalier.shared.trial.TrialResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A fleet that comes, goes, restarts, answers late, twice or never, around a real dispatcher. */
final class FleetSimulation {
  private static final int NODES = 3;
  private static final int MOST_TRIALS = 12;

  private static final class Member {
    final NodeId id;
    long epoch = 1;
    boolean online;
    long offlineSince;

    /** What this start was asked for and has neither answered nor been relieved of. */
    @Nullable TrialId busy;

    long busySince;
    final Deque<Action.Ask> heard = new ArrayDeque<>();

    Member(NodeId id) {
      this.id = id;
    }

    void relieve() {
      busy = null;
    }
  }

  private final Random random;
  private final TrialDispatcher dispatcher = new TrialDispatcher(id -> true);
  private final List<Member> members = new ArrayList<>();
  private final List<TrialId> submitted = new ArrayList<>();
  private final List<TrialId> ended = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private final List<TrialResult> past = new ArrayList<>();
  private long now;

  FleetSimulation(Random random) {
    this.random = random;
    for (int i = 0; i < NODES; i++) {
      members.add(new Member(new NodeId("n" + i)));
    }
  }

  List<TrialId> submitted() {
    return submitted;
  }

  List<TrialId> ended() {
    return ended;
  }

  List<String> violations() {
    return violations;
  }

  /** Lets that many random things happen. */
  void run(int events) {
    for (int i = 0; i < events; i++) {
      now += random.nextInt(3_000);
      Member member = members.get(random.nextInt(NODES));
      switch (random.nextInt(10)) {
        case 0 -> submit();
        case 1 -> say(member, !member.online);
        case 2 -> restart(member);
        case 3, 4, 5 -> answer(member);
        case 6 -> perform(dispatcher.reconnected());
        case 7 -> repeatAnOldResult();
        case 8 -> leap();
        default -> tick();
      }
    }
  }

  /** From now on nodes answer, if there are any left; else trials starve. */
  void calmDown() {
    boolean deserted = random.nextBoolean();
    members.forEach(member -> say(member, !deserted));
    for (int i = 0; i < 1_000 && ended.size() < submitted.size(); i++) {
      now += 1_000;
      if (!deserted) {
        members.forEach(this::answer);
      }
      tick();
    }
  }

  private void submit() {
    if (submitted.size() < MOST_TRIALS) {
      TrialId trial = new TrialId("t" + submitted.size());
      submitted.add(trial);
      perform(dispatcher.submit(trial, now));
    }
  }

  private void say(Member member, boolean online) {
    if (member.online && !online) {
      member.offlineSince = now;
    }
    member.online = online;
    perform(
        dispatcher.presence(
            online
                ? Messages.online(member.id, member.epoch)
                : Messages.offline(member.id, member.epoch),
            now));
  }

  private void restart(Member member) {
    long old = member.epoch++;
    member.relieve();
    member.heard.clear();
    say(member, true);
    if (random.nextBoolean()) {
      // The will of the start before, delayed.
      perform(dispatcher.presence(Messages.offline(member.id, old), now));
    }
  }

  private void answer(Member member) {
    Action.Ask ask = member.heard.poll();
    if (ask == null) {
      return;
    }
    TrialResult result =
        random.nextInt(3) == 0
            ? Messages.failed(
                member.id,
                ask.trial(),
                ask.attempt(),
                "bad luck",
                random.nextBoolean() ? Messages.MODEL : null)
            : Messages.completed(member.id, ask.trial(), ask.attempt());
    if (ask.trial().equals(member.busy)) {
      member.relieve();
    }
    past.add(result);
    perform(dispatcher.result(result, now));
  }

  private void repeatAnOldResult() {
    if (!past.isEmpty()) {
      perform(dispatcher.result(past.get(random.nextInt(past.size())), now));
    }
  }

  private void leap() {
    now += random.nextInt(2) == 0 ? TrialDispatcher.STARVED_MILLIS : TrialDispatcher.TRIAL_MILLIS;
    tick();
  }

  private void tick() {
    for (Member member : members) {
      boolean away =
          !member.online && now - member.offlineSince >= TrialDispatcher.OFFLINE_GRACE_MILLIS;
      if (away || now - member.busySince >= TrialDispatcher.TRIAL_MILLIS) {
        member.relieve();
      }
    }
    perform(dispatcher.tick(now));
  }

  private void perform(List<Action> actions) {
    actions.forEach(this::perform);
  }

  private void perform(Action action) {
    if (action instanceof Action.Ask ask) {
      ask(ask);
    } else if (action instanceof Action.Finish finish) {
      end(finish.trial());
    } else if (action instanceof Action.Abandon abandon) {
      end(abandon.trial());
    }
  }

  private void ask(Action.Ask ask) {
    Member member = members.stream().filter(m -> m.id.equals(ask.node())).findFirst().orElseThrow();
    if (!member.online) {
      violations.add(ask + " though it is offline");
    }
    if (ended.contains(ask.trial())) {
      violations.add(ask + " though it has ended");
    }
    if (member.busy != null && !member.busy.equals(ask.trial())) {
      violations.add(ask + " though it is busy with " + member.busy);
    }
    if (member.busy == null) {
      member.busySince = now;
    }
    member.busy = ask.trial();
    if (random.nextInt(5) > 0) { // Else the request is lost.
      member.heard.add(ask);
    }
  }

  private void end(TrialId trial) {
    ended.add(trial);
    for (Member member : members) {
      if (trial.equals(member.busy)) {
        member.relieve();
      }
    }
  }
}
