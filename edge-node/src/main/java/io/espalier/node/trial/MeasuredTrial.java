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
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The real procedure: fetch, load, judge what comes out, time single inferences. */
final class MeasuredTrial implements TrialProcedure {
  private static final System.Logger LOG = System.getLogger(MeasuredTrial.class.getName());

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
    Set<Digest> keep = request.artifacts();
    LocalArtifact modelFile = artifacts.obtain(request.model(), keep);
    Digest headDigest = request.ownHead().orElse(null);
    LocalArtifact headFile = headDigest == null ? null : artifacts.obtain(headDigest, keep);
    Samples set = samples(request, keep);

    SystemCounters before = counters.get();
    int threads = request.run().threads();
    try (InferenceEngine model = load("model", modelFile, threads)) {
      Verdict verdict = judged(model, headFile, set, request);
      SystemCounters between = counters.get();
      LatencySummary latency = new LatencyPass(model, set).measure(request.run());
      LOG.log(
          System.Logger.Level.INFO,
          "trial=%s %s p50=%.1fus".formatted(request.id(), verdict, latency.p50Us()));
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
              verdict.correct(),
              verdict.total(),
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
              after.board(),
              verdict.mse(),
              verdict.mae(),
              verdict.auc(),
              verdict.classes()));
    }
  }

  private Samples samples(TrialRequest request, Set<Digest> keep)
      throws FetchException, TrialException, InterruptedException {
    byte[] inputs = artifacts.obtain(request.images(), keep).content();
    return request.isOnProbe()
        ? ProbeSamples.parse(inputs)
        : TestSet.parse(inputs, artifacts.obtain(request.labels(), keep).content());
  }

  /** The head is only there meanwhile: figures of the model leave it out. */
  private Verdict judged(
      InferenceEngine model, @Nullable LocalArtifact headFile, Samples set, TrialRequest request)
      throws EngineException, TrialException {
    if (headFile == null) {
      return new JudgedPass(model, null, set, request.judged()).run();
    }
    try (InferenceEngine head = load("head", headFile, request.run().threads())) {
      return new JudgedPass(model, head, set, request.judged()).run();
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
