package io.espalier.controller.api;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.controller.rollout.AuditEntry;
import io.espalier.controller.rollout.Explanation;
import io.espalier.controller.rollout.NodeState;
import io.espalier.controller.rollout.RolloutId;
import io.espalier.controller.rollout.RolloutSpec;
import io.espalier.controller.rollout.RolloutState;
import io.espalier.controller.rollout.Stage;
import io.espalier.controller.rollout.Step;
import io.espalier.controller.rollout.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A rollout.
 *
 * @param id which rollout
 * @param stage where it is
 * @param reason why it is not advancing; absent while it is
 * @param waitsFor what it waits for; absent when it is over
 * @param spec what was asked for, with every default
 * @param counts of all its nodes
 * @param waves of it, in order
 * @param gates what each said when it was last looked at
 * @param nodes each of them; absent in lists
 * @param createdAt when it was asked for
 * @param updatedAt when something last changed
 */
public record RolloutView(
    RolloutId id,
    Stage stage,
    @JsonSetter(nulls = Nulls.SET) @Nullable String reason,
    @JsonSetter(nulls = Nulls.SET) @Nullable String waitsFor,
    RolloutSpec spec,
    Counts counts,
    List<Wave> waves,
    List<Gate> gates,
    @JsonSetter(nulls = Nulls.SET) @Nullable List<NodeState> nodes,
    Instant createdAt,
    Instant updatedAt) {
  /**
   * How many nodes are how far.
   *
   * @param nodes all of them
   * @param asked were asked and have not ended yet
   * @param updated run the new model, with enough good inferences
   * @param failed refused it, fell back or vanished
   * @param carried are not waited for any more
   * @param returning are to run again what ran before
   * @param returned do so
   * @param notReturned would not
   */
  public record Counts(
      int nodes,
      int asked,
      int updated,
      int failed,
      int carried,
      int returning,
      int returned,
      int notReturned) {
    static Counts of(List<NodeState> nodes) {
      return new Counts(
          nodes.size(),
          count(nodes, Step.ASKED),
          count(nodes, Step.UPDATED),
          count(nodes, Step.FAILED),
          count(nodes, Step.CARRIED),
          count(nodes, Step.RETURNING),
          count(nodes, Step.RETURNED),
          count(nodes, Step.NOT_RETURNED));
    }

    private static int count(List<NodeState> nodes, Step step) {
      return (int) nodes.stream().filter(node -> node.step() == step).count();
    }
  }

  /**
   * A wave.
   *
   * @param number from 1
   * @param open whether it was begun
   * @param counts of its nodes
   */
  public record Wave(int number, boolean open, Counts counts) {}

  /**
   * A gate.
   *
   * @param verdict in figures
   * @param text the same in words
   */
  public record Gate(Verdict verdict, String text) {
    static List<Gate> of(List<Verdict> verdicts) {
      return verdicts.stream().map(v -> new Gate(v, Explanation.of(v))).toList();
    }
  }

  /**
   * Several.
   *
   * @param rollouts the newest first
   * @param next how to ask for the rest; absent where there is none
   */
  public record Several(
      List<RolloutView> rollouts, @JsonSetter(nulls = Nulls.SET) @Nullable String next) {}

  /**
   * A step that was taken.
   *
   * @param seq number in the rollout, from 0
   * @param at when
   * @param who a person, a node, or {@code controller}
   * @param what was done
   * @param why in one line
   * @param evidence what the gates said then
   */
  public record Audit(
      int seq, Instant at, String who, String what, String why, List<Gate> evidence) {
    /** That entry, taken then. */
    public static Audit of(Instant at, AuditEntry entry) {
      return new Audit(
          entry.seq(), at, entry.who(), entry.what(), entry.why(), Gate.of(entry.evidence()));
    }

    /**
     * Several.
     *
     * @param entries in order
     */
    public record Several(List<Audit> entries) {}
  }

  /** All of a state. */
  public static RolloutView of(RolloutState state, Instant createdAt, Instant updatedAt) {
    return new RolloutView(
        state.id(),
        state.stage(),
        state.reason(),
        state.waitsFor(),
        state.spec(),
        Counts.of(state.nodes()),
        waves(state),
        Gate.of(state.verdicts()),
        state.nodes(),
        createdAt,
        updatedAt);
  }

  /** The same without its nodes. */
  public RolloutView brief() {
    return new RolloutView(
        id, stage, reason, waitsFor, spec, counts, waves, gates, null, createdAt, updatedAt);
  }

  private static List<Wave> waves(RolloutState state) {
    List<List<NodeState>> nodes = new ArrayList<>();
    IntStream.range(0, state.waves()).forEach(wave -> nodes.add(new ArrayList<>()));
    state.nodes().forEach(node -> nodes.get(node.wave()).add(node));
    return IntStream.range(0, state.waves())
        .mapToObj(wave -> new Wave(wave + 1, wave <= state.wave(), Counts.of(nodes.get(wave))))
        .toList();
  }
}
