package io.espalier.node.trial;

import io.espalier.node.inference.EngineException;
import io.espalier.node.inference.InferenceEngine;
import io.espalier.shared.telemetry.LatencySummary;
import io.espalier.shared.trial.RunOptions;

/** Times single inferences of a model, samples in their order. */
final class LatencyPass {
  private final InferenceEngine model;
  private final Samples set;
  private final float[] image;
  private int next;

  LatencyPass(InferenceEngine model, Samples set) {
    this.model = model;
    this.set = set;
    this.image = new float[set.width()];
  }

  /**
   * Runs the warm-up, then the timed inferences: from the sample as floats to the model's output,
   * no allocation between.
   */
  LatencySummary measure(RunOptions run) throws EngineException {
    model.resize(1);
    for (int i = 0; i < run.warmup(); i++) {
      loadNext();
      model.run(image);
    }
    long[] nanos = new long[run.repeats()];
    for (int i = 0; i < nanos.length; i++) {
      loadNext();
      long start = System.nanoTime();
      model.run(image);
      nanos[i] = System.nanoTime() - start;
    }
    return LatencySummary.ofNanos(nanos);
  }

  private void loadNext() {
    set.copy(next, 1, image);
    next = (next + 1) % set.size();
  }
}
