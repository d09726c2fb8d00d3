package io.espalier.controller.rollout;

import io.espalier.shared.deployment.Phase;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.fleet.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides which node is asked for what, and when. Pure: reports, presences, commands and times go
 * in, actions come out; {@link #state} at any moment is enough to go on elsewhere.
 *
 * <p>Events only note what is; decisions are made by {@link #tick}. Times are milliseconds of the
 * rollout's own life and never go back.
 */
public final class RolloutMachine {
  private static final double MILLIS_A_MINUTE = 60_000;

  private final RolloutState initial;
  private final RolloutSpec spec;
  private final Hearing hearing;
  private final Map<NodeId, NodeState> nodes = new LinkedHashMap<>();
  private Stage stage;
  private int wave;
  private long clock;
  private long nextAskAt;
  private int auditEntries;
  private @Nullable String reason;
  private @Nullable String waitsFor;
  private List<Verdict> verdicts;
  private boolean stale = true;
  private long changes;

  /** Goes on from that state. */
  public RolloutMachine(RolloutState state) {
    initial = state;
    spec = state.spec();
    hearing = new Hearing(state.id(), spec);
    state.nodes().forEach(node -> nodes.put(node.node(), node));
    stage = state.stage();
    wave = state.wave();
    clock = state.clockMillis();
    nextAskAt = state.nextAskAt();
    auditEntries = state.auditEntries();
    reason = state.reason();
    waitsFor = state.waitsFor();
    verdicts = state.verdicts();
  }

  /** All that is known. */
  public RolloutState state() {
    return new RolloutState(
        initial.id(),
        spec,
        initial.parts(),
        stage,
        wave,
        initial.waves(),
        clock,
        nextAskAt,
        auditEntries,
        reason,
        waitsFor,
        verdicts,
        List.copyOf(nodes.values()));
  }

  /** How often something was learnt of a node since this machine was made. */
  long changes() {
    return changes;
  }

  /** Where the rollout is. */
  public Stage stage() {
    return stage;
  }

  /** Whether it takes that node. */
  public boolean takes(NodeId node) {
    return nodes.containsKey(node);
  }

  /** The rollout begins: the first entry of its audit. */
  public List<Action> begun(String who) {
    return List.of(
        note(
            who,
            "created",
            "model %s for %s in %s"
                .formatted(
                    spec.model().abbreviated(),
                    Explanation.several(nodes.size(), "node"),
                    Explanation.several(initial.waves(), "wave")),
            List.of()));
  }

  /** What all nodes that were asked should run, to be said again after a restart. */
  public List<Action> again() {
    return nodes.values().stream()
        .filter(NodeState::isExposed)
        .map(
            node ->
                switch (node.step()) {
                  case RETURNING, RETURNED, NOT_RETURNED -> giveBack(node);
                  default -> ask(node);
                })
        .toList();
  }

  /** A node came or left. */
  public void presence(NodeId id, boolean online, long now) {
    NodeState node = nodes.get(id);
    if (node == null || stage.isFinal() || online == (node.offlineSince() == null)) {
      return;
    }
    put(node.offlineSince(online ? null : Math.max(now, clock)));
  }

  /** A node said what it runs. */
  public List<Action> reported(ReportedState report) {
    NodeState node = nodes.get(report.node());
    if (node == null) {
      return List.of();
    }
    NodeState heard = hearing.hear(report, node, stage);
    if (heard.equals(node)) {
      return List.of();
    }
    put(heard);
    if (heard.step() == Step.FAILED && node.step() != Step.FAILED) {
      String error = report.error() == null ? "no reason given" : report.error();
      return List.of(
          note(
              report.node().value(),
              report.phase().name().toLowerCase(Locale.ROOT),
              error,
              List.of()));
    }
    return List.of();
  }

  /**
   * A person wants something.
   *
   * @throws IllegalStateException unless it is allowed in this stage
   */
  public List<Action> command(Command command, String who, long now) {
    if (!command.isAllowedIn(stage)) {
      throw new IllegalStateException(
          "rollout %s: %s is not possible while it is %s"
              .formatted(initial.id(), command.text(), stage.text()));
    }
    clock = Math.max(clock, now);
    List<Action> actions = new ArrayList<>();
    String why = command.text() + " by " + who;
    become(command.leadsTo(), command == Command.RESUME ? null : why);
    actions.add(note(who, command.text(), "asked for", List.of()));
    if (command == Command.ROLLBACK) {
      giveBackAll(actions);
    }
    return actions;
  }

  /** Time went by: what follows from all that was noted. */
  public List<Action> tick(long now) {
    clock = Math.max(clock, now);
    List<Action> actions = new ArrayList<>();
    if (stage.isForward()) {
      forward(actions);
    } else if (stage.isReturning()) {
      backward(actions);
    }
    return actions;
  }

  private void forward(List<Action> actions) {
    settleOverdue(actions);
    Set<String> unproven = unprovenClasses();
    boolean complete = wave >= 0 && isComplete(unproven);
    if (stale && wave >= 0) {
      verdicts =
          Judge.judge(
              spec, nodes.values().stream().filter(NodeState::isExposed).toList(), complete);
      stale = false;
    }
    Optional<Verdict> failed = verdicts.stream().filter(Verdict::isFailed).findFirst();
    if (failed.isPresent()) {
      halt(failed.get(), actions);
      return;
    }
    if (stage == Stage.PAUSED) {
      return;
    }
    if (wave < 0 || (complete && isProven())) {
      next(actions);
    }
    if (stage == Stage.ADVANCING) {
      askWaiting(unprovenClasses(), actions);
      waitsFor = waiting();
    }
  }

  private void next(List<Action> actions) {
    if (wave + 1 == initial.waves()) {
      become(Stage.DONE, counts());
      actions.add(note(AuditEntry.CONTROLLER, "done", counts(), verdicts));
      return;
    }
    List<Verdict> evidence = verdicts;
    wave++;
    nextAskAt = Math.max(nextAskAt, clock);
    stale = true;
    long size = nodes.values().stream().filter(node -> node.wave() == wave).count();
    String why = Explanation.several(size, "node") + (wave == 0 ? "" : "; so far " + counts());
    actions.add(
        note(
            AuditEntry.CONTROLLER,
            "wave %d of %d".formatted(wave + 1, initial.waves()),
            why,
            evidence));
  }

  private void halt(Verdict failed, List<Action> actions) {
    become(Stage.HALTING, Explanation.of(failed));
    actions.add(note(AuditEntry.CONTROLLER, "halting", Explanation.of(failed), verdicts));
    giveBackAll(actions);
  }

  private void backward(List<Action> actions) {
    long waitedFor =
        nodes.values().stream()
            .filter(node -> node.step() == Step.RETURNING)
            .filter(node -> !node.isOverdue(clock, spec.deadlineMillis()))
            .count();
    waitsFor = Explanation.several(waitedFor, "node") + " to run again what ran before";
    if (waitedFor > 0) {
      return;
    }
    Stage end = stage == Stage.HALTING ? Stage.HALTED : Stage.ROLLED_BACK;
    become(end, reason);
    actions.add(note(AuditEntry.CONTROLLER, end.text(), counts(), List.of()));
  }

  private void become(Stage next, @Nullable String why) {
    stage = next;
    reason = why;
    waitsFor = null;
  }

  private void settleOverdue(List<Action> actions) {
    for (NodeState node : List.copyOf(nodes.values())) {
      if (node.step() != Step.ASKED || !node.isOverdue(clock, spec.deadlineMillis())) {
        continue;
      }
      Findings findings = node.findings();
      boolean vanished =
          node.offlineSince() != null && findings != null && findings.phase() == Phase.PROBATION;
      put(node.with(vanished ? Step.FAILED : Step.CARRIED));
      if (vanished) {
        actions.add(
            note(
                AuditEntry.CONTROLLER,
                "vanished",
                node.node() + " was not heard of again while it tested the model",
                List.of()));
      }
    }
  }

  private void askWaiting(Set<String> unproven, List<Action> actions) {
    double rate = spec.nodesPerMinute() == null ? 0 : spec.nodesPerMinute();
    long pause = rate == 0 ? 0 : Math.round(MILLIS_A_MINUTE / rate);
    for (NodeState node : List.copyOf(nodes.values())) {
      if (node.step() != Step.WAITING || node.wave() > wave || isHeld(node, unproven)) {
        continue;
      }
      if (nextAskAt > clock) {
        return;
      }
      nextAskAt += pause;
      NodeState asked = node.asked(Step.ASKED, clock);
      put(asked);
      actions.add(ask(asked));
    }
  }

  /** Classes that were asked in a wave before the newest, and of which no node is updated. */
  private Set<String> unprovenClasses() {
    Set<String> proven =
        nodes.values().stream()
            .filter(node -> node.step() == Step.UPDATED)
            .map(NodeState::hardware)
            .collect(Collectors.toSet());
    return nodes.values().stream()
        .filter(node -> node.isExposed() && node.wave() < wave)
        .map(NodeState::hardware)
        .filter(hardware -> !proven.contains(hardware))
        .collect(Collectors.toSet());
  }

  private boolean isHeld(NodeState node, Set<String> unproven) {
    return node.step() == Step.WAITING && unproven.contains(node.hardware());
  }

  private boolean isComplete(Set<String> unproven) {
    return nodes.values().stream()
        .filter(node -> node.wave() <= wave)
        .allMatch(node -> node.step().isSettled() || isHeld(node, unproven));
  }

  private boolean isProven() {
    if (verdicts.stream().anyMatch(Verdict::isUndecided)) {
      return false;
    }
    long updated = nodes.values().stream().filter(n -> n.step() == Step.UPDATED).count();
    boolean last = wave + 1 == initial.waves();
    if (last) {
      return updated > 0;
    }
    long size = nodes.values().stream().filter(n -> n.wave() == wave).count();
    long ofWave =
        nodes.values().stream()
            .filter(node -> node.wave() == wave && node.step() == Step.UPDATED)
            .count();
    return ofWave >= Math.min(spec.minNodes(), size);
  }

  private String waiting() {
    String which = "wave %d of %d: ".formatted(wave + 1, initial.waves());
    if (isComplete(unprovenClasses())) {
      return which + "evidence, for its nodes could not show enough";
    }
    long left =
        nodes.values().stream()
            .filter(node -> node.wave() <= wave && !node.step().isSettled())
            .count();
    return which + Explanation.several(left, "node");
  }

  private void giveBackAll(List<Action> actions) {
    for (NodeState node : List.copyOf(nodes.values())) {
      if (!node.isExposed()) {
        continue;
      }
      put(node.before() == null ? node.with(Step.RETURNED) : node.asked(Step.RETURNING, clock));
      actions.add(giveBack(node));
    }
  }

  private Action giveBack(NodeState node) {
    return node.before() == null
        ? new Action.Clear(node.node())
        : new Action.Ask(node.node(), node.before().again(initial.id().back()));
  }

  private Action ask(NodeState node) {
    return new Action.Ask(node.node(), initial.desired(node));
  }

  private void put(NodeState node) {
    nodes.put(node.node(), node);
    stale = true;
    changes++;
  }

  private Action note(String who, String what, String why, List<Verdict> evidence) {
    return new Action.Note(new AuditEntry(auditEntries++, who, what, why, evidence));
  }

  private String counts() {
    return Explanation.counts(nodes.values());
  }
}
