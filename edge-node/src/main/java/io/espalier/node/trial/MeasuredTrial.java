package io.espalier.node.trial;

import io.espalier.node.artifact.ArtifactCache;
import io.espalier.node.artifact.FetchException;
import io.espalier.node.artifact.LocalArtifact;
import io.espalier.node.inference.Delegation;
import io.espalier.node.inference.EngineException;
import io.espalier.node.inference.InferenceEngine;
import io.espalier.node.telemetry.SystemCounters;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.telemetry.LatencySummary;
import io.espalier.shared.telemetry.Throttling;
import io.espalier.shared.trial.Measurement;
import io.espalier.shared.trial.TrialRequest;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The real procedure: fetch, load, count the right answers, time single inferences. */
final class MeasuredTrial implements TrialProcedure {
  private static final System.Logger LOG = System.getLogger(MeasuredTrial.class.getName());

  /** Large enough that calls cost little beside arithmetic, small enough for a Pi's cache. */
  private static final int BATCH = 100;

  private final ArtifactCache artifacts;
  private final InferenceEngine.Loader loader;
  private final Supplier<SystemCounters> counters;

  MeasuredTrial(
      ArtifactCache artifacts, InferenceEngine.Loader loader, Supplier<SystemCounters> counters) {
    this.artifacts = artifacts;
    this.loader = loader;
    this.counters = counters;
  }

  @Override
  public Outcome run(TrialRequest request)
      throws FetchException, EngineException, TrialException, InterruptedException {
    Set<Digest> keep =
        Set.copyOf(List.of(request.model(), request.head(), request.images(), request.labels()));
    LocalArtifact modelFile = artifacts.obtain(request.model(), keep);
    LocalArtifact headFile = artifacts.obtain(request.head(), keep);
    TestSet set =
        TestSet.parse(
            artifacts.obtain(request.images(), keep).content(),
            artifacts.obtain(request.labels(), keep).content());

    SystemCounters before = counters.get();
    int threads = request.run().threads();
    try (InferenceEngine model = load("model", modelFile, threads)) {
      int correct;
      try (InferenceEngine head = load("head", headFile, threads)) {
        correct = new AccuracyPass(model, head, set, BATCH).correct();
      }
      SystemCounters between = counters.get();
      LatencySummary latency = new LatencyPass(model, set).measure(request.run());
      Delegation delegation = model.delegation();
      if (!delegation.isComplete()) {
        LOG.log(
            System.Logger.Level.WARNING,
            "trial=" + request.id() + " XNNPACK took only " + delegation);
      }
      SystemCounters after = counters.get();
      return new Outcome(
          modelFile.digest(),
          new Measurement(
              correct,
              set.size(),
              latency,
              after.processCpuPercentSince(before),
              after.rssBytes(),
              after.systemCpuPercentSince(before),
              after.memoryUsedBytes(),
              after.memoryTotalBytes(),
              modelFile.content().length,
              modelFile.wireBytes(),
              delegation.delegated(),
              delegation.total(),
              after.temperatureCelsius(),
              throttled(before, between, after),
              after.board()));
    }
  }

  /** The firmware notes each reason once per boot: what was noted before is looked for thrice. */
  private static @Nullable Throttling throttled(
      SystemCounters before, SystemCounters between, SystemCounters after) {
    Throttling first = between.throttledSince(before);
    Throttling second = after.throttledSince(between);
    return first == null || second == null ? null : first.or(second);
  }

  private InferenceEngine load(String what, LocalArtifact file, int threads)
      throws EngineException {
    try {
      return loader.load(file.content(), threads);
    } catch (EngineException e) {
      throw new EngineException(what + " " + file.digest().abbreviated() + ": " + e.getMessage());
    }
  }
}
