package io.espalier.node.trial;

import io.espalier.node.artifact.ArtifactCache;
import io.espalier.node.artifact.FetchException;
import io.espalier.node.inference.EngineException;
import io.espalier.node.inference.InferenceEngine;
import io.espalier.node.telemetry.Stamps;
import io.espalier.node.telemetry.SystemCounters;
import io.espalier.node.telemetry.TelemetrySink;
import io.espalier.node.thread.RestingThread;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.telemetry.AccuracySample;
import io.espalier.shared.telemetry.InferenceSample;
import io.espalier.shared.trial.Measurement;
import io.espalier.shared.trial.TrialRequest;
import io.espalier.shared.trial.TrialResult;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs trials, one at a time, on a thread of its own, and publishes what came of them. */
public final class TrialRunner implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(TrialRunner.class.getName());
  private static final int MOST_WAITING = 64;
  private static final int MOST_REMEMBERED = 256;

  private final NodeId node;
  private final Stamps stamps;
  private final TrialProcedure procedure;
  private final ResultSink results;
  private final TelemetrySink telemetry;
  private final TrialQueue queue = new TrialQueue(MOST_WAITING, MOST_REMEMBERED);
  private final ExecutorService worker = RestingThread.named("trials");

  /**
   * A runner that measures models.
   *
   * @param artifacts used by the runner's thread alone
   * @param counters reads the machine's counters now
   */
  public static TrialRunner measuring(
      NodeId node,
      Stamps stamps,
      ArtifactCache artifacts,
      InferenceEngine.Loader loader,
      Supplier<SystemCounters> counters,
      ResultSink results,
      TelemetrySink telemetry) {
    return new TrialRunner(
        node, stamps, new MeasuredTrial(artifacts, loader, counters), results, telemetry);
  }

  TrialRunner(
      NodeId node,
      Stamps stamps,
      TrialProcedure procedure,
      ResultSink results,
      TelemetrySink telemetry) {
    this.node = node;
    this.stamps = stamps;
    this.procedure = procedure;
    this.results = results;
    this.telemetry = telemetry;
  }

  /** Takes a request; returns at once, and answers in any case but a repetition in progress. */
  public void submit(TrialRequest request) {
    if (request.schema() < TrialRequest.SCHEMA || request.schema() > TrialRequest.NEWEST) {
      String why =
          "request: expected schema %d to %d, found %d"
              .formatted(TrialRequest.SCHEMA, TrialRequest.NEWEST, request.schema());
      results.publish(failed(request, why, null));
      return;
    }
    switch (queue.admit(request)) {
      case DONE -> results.publish(Objects.requireNonNull(queue.resultOf(request.id())));
      case FULL -> results.publish(failed(request, MOST_WAITING + " trials wait already", null));
      case QUEUED -> worker.execute(this::runNext);
      case IGNORED -> {}
    }
  }

  /** Stops; the trial that runs gets no result. */
  @Override
  public void close() {
    worker.shutdownNow();
  }

  private void runNext() {
    TrialRequest request = queue.next();
    if (request == null) {
      return; // A later attempt took the place of the one that this was for.
    }
    try {
      TrialResult result = run(request);
      queue.finish(result);
      results.publish(result);
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.DEBUG, "trials stopped");
      Thread.currentThread().interrupt();
    }
  }

  private TrialResult run(TrialRequest request) throws InterruptedException {
    try {
      TrialProcedure.Outcome outcome = procedure.run(request);
      Measurement measured = outcome.measurement();
      offerSamples(outcome.model(), measured);
      return new TrialResult.Completed(
          stamps.next(), request.id(), request.attempt(), node, outcome.model(), measured);
    } catch (FetchException e) {
      return failed(request, e.getMessage(), e.unobtainable());
    } catch (EngineException | TrialException e) {
      return failed(request, e.getMessage(), null);
    } catch (RuntimeException | Error e) {
      // Whatever one trial does, the node stays for the next.
      LOG.log(System.Logger.Level.ERROR, "trial=" + request.id() + " broke", e);
      return failed(request, e.toString(), null);
    }
  }

  private void offerSamples(Digest model, Measurement measured) {
    telemetry.offer(new InferenceSample(stamps.next(), node, model, measured.latency()));
    Integer correct = measured.correct();
    if (correct != null) {
      telemetry.offer(AccuracySample.of(stamps.next(), node, model, correct, measured.total()));
    }
  }

  private TrialResult failed(
      TrialRequest request, @Nullable String reason, @Nullable Digest unobtainable) {
    String line = String.valueOf(reason).lines().findFirst().orElse("");
    LOG.log(System.Logger.Level.WARNING, "trial=" + request.id() + " failed: " + line);
    return new TrialResult.Failed(
        stamps.next(), request.id(), request.attempt(), node, line, unobtainable);
  }
}
