package io.espalier.controller.rollout;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.Acceptance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be rolled out, to whom, how fast, and when to stop.
 *
 * @param name of the rollout; absent for one that is made up
 * @param model the new model
 * @param head turns its output into a class; absent where the output is a row of scores
 * @param probe samples that nodes test it with, of which each gets a part; absent for none
 * @param selector which nodes
 * @param waves at least one; nodes that none of them takes make up the last
 * @param gates what ends the rollout
 * @param goodInferences after which a node counts as updated, at least 1
 * @param threads of the interpreter
 * @param nodesPerMinute how many are asked in a minute at most; absent for no limit
 * @param deadlineMillis after which an asked node is no longer waited for, at least 1
 * @param minNodes updated nodes that a wave must show before the next may start, at least 1
 * @param minSamples different samples on which a gate of accuracy may be passed, at least 1
 * @param samplesPerNode of the probe, at least 1; absent for as many as make the canaries together
 *     see 10,000, at least 500, at most 8 MiB
 * @param probeEverySeconds how often the serving model is tested again; 0 for once
 */
public record RolloutSpec(
    @JsonSetter(nulls = Nulls.SET) @Nullable RolloutId name,
    Digest model,
    @JsonSetter(nulls = Nulls.SET) @Nullable Digest head,
    @JsonSetter(nulls = Nulls.SET) @Nullable Digest probe,
    String selector,
    List<Wave> waves,
    Gates gates,
    int goodInferences,
    int threads,
    @JsonSetter(nulls = Nulls.SET) @Nullable Double nodesPerMinute,
    long deadlineMillis,
    int minNodes,
    int minSamples,
    @JsonSetter(nulls = Nulls.SET) @Nullable Integer samplesPerNode,
    int probeEverySeconds) {
  /**
   * @throws IllegalArgumentException if a figure is out of range or two things contradict each
   *     other
   */
  public RolloutSpec {
    waves = List.copyOf(waves);
    if (waves.isEmpty()) {
      throw new IllegalArgumentException("waves: expected at least one, found none");
    }
    if (gates.needProbe() && probe == null) {
      throw new IllegalArgumentException(
          "probe: expected one, for gates on accuracy, latency and memory need it");
    }
    if (nodesPerMinute != null && !(nodesPerMinute > 0)) {
      throw new IllegalArgumentException(
          "rate: expected more than 0 nodes a minute, found " + nodesPerMinute);
    }
    requireAtLeastOne("goodInferences", goodInferences);
    requireAtLeastOne("threads", threads);
    requireAtLeastOne("deadline", deadlineMillis);
    requireAtLeastOne("minNodes", minNodes);
    requireAtLeastOne("minSamples", minSamples);
    requireAtLeastOne("probeSamples", samplesPerNode == null ? 1 : samplesPerNode);
    if (probeEverySeconds < 0) {
      throw new IllegalArgumentException(
          "probeEvery: expected 0 s or more, found " + probeEverySeconds);
    }
  }

  /** The same under a name, unless it has one. */
  public RolloutSpec orNamed(String suffix) {
    return name != null ? this : with(new RolloutId("rollout-" + suffix), minSamples);
  }

  /** Whether a rollout came of it; the planner may have made do with fewer samples. */
  public boolean isOf(RolloutState state) {
    return equals(state.spec()) || withMinSamples(state.spec().minSamples()).equals(state.spec());
  }

  /** The same, content with fewer samples. */
  RolloutSpec withMinSamples(int samples) {
    return with(name, samples);
  }

  private RolloutSpec with(@Nullable RolloutId name, int samples) {
    return new RolloutSpec(
        name,
        model,
        head,
        probe,
        selector,
        waves,
        gates,
        goodInferences,
        threads,
        nodesPerMinute,
        deadlineMillis,
        minNodes,
        samples,
        samplesPerNode,
        probeEverySeconds);
  }

  /** What each node holds the model against by itself. */
  Acceptance acceptance() {
    return new Acceptance(
        goodInferences,
        gates.maxAccuracyDrop(),
        gates.minAccuracy(),
        gates.maxP99Us(),
        gates.maxRssBytes());
  }

  private static void requireAtLeastOne(String what, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + ": expected at least 1, found " + value);
    }
  }
}
