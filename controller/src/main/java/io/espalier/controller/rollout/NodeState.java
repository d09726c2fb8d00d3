package io.espalier.controller.rollout;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.shared.fleet.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * A node in a rollout.
 *
 * @param node which
 * @param hardware its class
 * @param wave in which it is asked, from 0
 * @param part of the probe that it tests
 * @param before what ran on it; absent for nothing
 * @param step how far it is
 * @param askedAt when it was asked last, milliseconds of the rollout's time; absent before
 * @param offlineSince since when it is away; absent while it is there
 * @param epoch of its newest report
 * @param seq of its newest report
 * @param findings what it said of the rollout's deployment; absent before it did
 */
public record NodeState(
    NodeId node,
    String hardware,
    int wave,
    int part,
    @JsonSetter(nulls = Nulls.SET) @Nullable Before before,
    Step step,
    @JsonSetter(nulls = Nulls.SET) @Nullable Long askedAt,
    @JsonSetter(nulls = Nulls.SET) @Nullable Long offlineSince,
    long epoch,
    long seq,
    @JsonSetter(nulls = Nulls.SET) @Nullable Findings findings) {
  static NodeState of(Member member, int wave, int part) {
    return new NodeState(
        member.node(),
        member.hardware(),
        wave,
        part,
        member.before(),
        Step.WAITING,
        null,
        member.online() ? null : 0L,
        0,
        -1,
        null);
  }

  NodeState with(Step next) {
    return new NodeState(
        node, hardware, wave, part, before, next, askedAt, offlineSince, epoch, seq, findings);
  }

  NodeState asked(Step next, long now) {
    return new NodeState(
        node, hardware, wave, part, before, next, now, offlineSince, epoch, seq, findings);
  }

  NodeState offlineSince(@Nullable Long since) {
    return new NodeState(
        node, hardware, wave, part, before, step, askedAt, since, epoch, seq, findings);
  }

  NodeState heard(long newEpoch, long newSeq, @Nullable Findings newFindings, Step next) {
    return new NodeState(
        node,
        hardware,
        wave,
        part,
        before,
        next,
        askedAt,
        offlineSince,
        newEpoch,
        newSeq,
        newFindings);
  }

  /** Whether the node was ever asked to run the new model. */
  @JsonIgnore
  public boolean isExposed() {
    return step != Step.WAITING;
  }

  /** Whether the answer is late: it was asked, or went away, longer ago than that. */
  boolean isOverdue(long now, long deadlineMillis) {
    if (askedAt == null) {
      return false;
    }
    return now - askedAt >= deadlineMillis
        || (offlineSince != null && now - offlineSince >= deadlineMillis);
  }
}
