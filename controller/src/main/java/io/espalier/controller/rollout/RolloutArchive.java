package io.espalier.controller.rollout;

import io.espalier.controller.store.RolloutStore;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rollouts in the store: what is in here is what commands are told. Blocks. */
public final class RolloutArchive {
  private final RolloutStore store;

  /**
   * A rollout as it is kept.
   *
   * @param state all of it
   * @param createdAt when it was asked for
   * @param updatedAt when something last changed
   */
  public record Entry(RolloutState state, Instant createdAt, Instant updatedAt) {}

  /**
   * A step that was taken.
   *
   * @param at when
   * @param entry what, by whom, and why
   */
  public record Taken(Instant at, AuditEntry entry) {}

  /** What is in that store. */
  public RolloutArchive(RolloutStore store) {
    this.store = store;
  }

  /** Keeps a state with the steps that brought it there, or nothing. */
  void save(RolloutState state, List<AuditEntry> steps) {
    Instant now = Instant.now();
    store.save(
        state.id().value(),
        text(state.spec()),
        text(state),
        steps.stream()
            .map(
                step ->
                    new RolloutStore.AuditEntry(
                        now,
                        step.who(),
                        step.what(),
                        step.why(),
                        step.evidence().isEmpty() ? null : text(step.evidence())))
            .toList());
  }

  /**
   * All rollouts, the newest first.
   *
   * @throws MalformedMessageException if one was written by a build that is too new
   */
  public List<Entry> all() throws MalformedMessageException {
    List<Entry> entries = new java.util.ArrayList<>();
    for (RolloutStore.Stored row : store.all()) {
      entries.add(entry(row));
    }
    return entries;
  }

  /**
   * A rollout that has not ended and takes an artifact to nodes, or would take it back to them.
   *
   * @throws MalformedMessageException if the store has a state that is none
   */
  public Optional<RolloutId> needing(Digest artifact) throws MalformedMessageException {
    return all().stream()
        .map(Entry::state)
        .filter(state -> !state.stage().isFinal() && state.artifacts().contains(artifact))
        .map(RolloutState::id)
        .findFirst();
  }

  /**
   * A rollout, if it is kept.
   *
   * @throws MalformedMessageException if it was written by a build that is too new
   */
  public Optional<Entry> find(RolloutId id) throws MalformedMessageException {
    Optional<RolloutStore.Stored> row = store.find(id.value());
    return row.isEmpty() ? Optional.empty() : Optional.of(entry(row.get()));
  }

  /**
   * Every step of a rollout, in order.
   *
   * @throws MalformedMessageException if one was written by a build that is too new
   */
  public List<Taken> audit(RolloutId id) throws MalformedMessageException {
    List<Taken> taken = new java.util.ArrayList<>();
    for (RolloutStore.AuditEntry step : store.audit(id.value())) {
      taken.add(
          new Taken(
              step.at(),
              new AuditEntry(
                  taken.size(),
                  step.who(),
                  step.what(),
                  step.why(),
                  evidence(step.evidenceJson()))));
    }
    return taken;
  }

  /**
   * What a deployment had brought to a node, if a rollout of ours caused it.
   *
   * @throws MalformedMessageException if it was written by a build that is too new
   */
  Optional<Before> broughtBy(DeploymentId deployment, NodeId node)
      throws MalformedMessageException {
    Optional<RolloutId> id = RolloutId.of(deployment);
    Optional<Entry> entry = id.isEmpty() ? Optional.empty() : find(id.get());
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    RolloutState state = entry.get().state();
    return state.nodes().stream()
        .filter(known -> known.node().equals(node))
        .findFirst()
        .flatMap(
            known ->
                deployment.equals(state.id().forward())
                    ? Optional.of(Before.of(state.desired(known)))
                    : Optional.ofNullable(known.before()));
  }

  private static Entry entry(RolloutStore.Stored row) throws MalformedMessageException {
    return new Entry(
        MessageCodec.decode(row.stateJson().getBytes(StandardCharsets.UTF_8), RolloutState.class),
        row.createdAt(),
        row.updatedAt());
  }

  private static List<Verdict> evidence(@Nullable String json) throws MalformedMessageException {
    return json == null
        ? List.of()
        : List.of(MessageCodec.decode(json.getBytes(StandardCharsets.UTF_8), Verdict[].class));
  }

  private static String text(Object message) {
    return new String(MessageCodec.encode(message), StandardCharsets.UTF_8);
  }
}
