package io.espalier.node.observe;

import io.espalier.node.serve.InferenceListener;
import io.espalier.node.serve.LiveInference;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.telemetry.LatencySummary;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long live inferences took since that was last asked, by model. Thread-safe. */
public final class LiveLatency implements InferenceListener {
  private Map<Digest, LatencyHistogram> models = new LinkedHashMap<>();

  /** One that has seen nothing. */
  public LiveLatency() {}

  @Override
  public synchronized void inferred(LiveInference inference) {
    models
        .computeIfAbsent(inference.model(), model -> new LatencyHistogram())
        .add(inference.nanos());
  }

  /** What came since the last call; a model that nobody asked is not in it. */
  public Map<Digest, LatencySummary> take() {
    Map<Digest, LatencySummary> summaries = new LinkedHashMap<>();
    replaced().forEach((model, latency) -> summaries.put(model, latency.summary()));
    return summaries;
  }

  private synchronized Map<Digest, LatencyHistogram> replaced() {
    Map<Digest, LatencyHistogram> before = models;
    models = new LinkedHashMap<>();
    return before;
  }
}
