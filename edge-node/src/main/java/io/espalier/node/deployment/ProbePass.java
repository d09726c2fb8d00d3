package io.espalier.node.deployment;

import io.espalier.node.inference.EngineException;
import io.espalier.node.inference.InferenceEngine;
import io.espalier.node.inference.OutputType;
import io.espalier.node.serve.LoadedModel;
import io.espalier.shared.probe.ProbeSet;
import io.espalier.shared.telemetry.LatencySummary;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Runs a model over samples: which it has right, how far it is off, how long it takes. */
final class ProbePass {
  private static final int LEAST_TIMED = 100;
  private static final int MOST_TIMED = 500;

  private final LoadedModel model;
  private final ProbeSet set;
  private final float[] floats;
  private final int[] integers;

  /**
   * What came of it.
   *
   * @param samples that were run
   * @param right samples whose class is their label; absent without labels or classes
   * @param error mean squared difference between output and input; absent unless both are as wide
   * @param latency of single inferences, the head not included
   */
  record Outcome(
      int samples, @Nullable BitSet right, @Nullable Double error, LatencySummary latency) {
    /** How many are right; absent without labels. */
    @Nullable Integer correct() {
      return right == null ? null : right.cardinality();
    }
  }

  private ProbePass(LoadedModel model, ProbeSet set) {
    this.model = model;
    this.set = set;
    this.floats = new float[model.engine().outputWidth()];
    this.integers = new int[model.engine().outputWidth()];
  }

  /**
   * Runs every sample once, then times some of them.
   *
   * @param set as wide as the model's input
   * @throws EngineException if the model fails, or gives what is not a finite number
   */
  static Outcome run(LoadedModel model, ProbeSet set) throws EngineException {
    return new ProbePass(model, set).run();
  }

  private Outcome run() throws EngineException {
    boolean reconstructs =
        model.engine().outputType() == OutputType.FLOAT32 && floats.length == set.width();
    boolean classifies = set.isLabelled() && hasClasses();
    BitSet right = new BitSet(set.rows());
    double squares = 0;
    for (int row = 0; row < set.rows(); row++) {
      float[] input = set.inputs(row, 1);
      model.engine().run(input);
      copyOutput(row);
      if (reconstructs) {
        squares += squaredDistance(input, floats);
      }
      right.set(row, classifies && classOfOutput() == set.label(row));
    }
    return new Outcome(
        set.rows(),
        classifies ? right : null,
        reconstructs ? squares / ((double) set.rows() * set.width()) : null,
        time());
  }

  /** The pass over all samples was the warm-up. */
  private LatencySummary time() throws EngineException {
    long[] nanos = new long[Math.max(LEAST_TIMED, Math.min(set.rows(), MOST_TIMED))];
    for (int i = 0; i < nanos.length; i++) {
      float[] input = set.inputs(i % set.rows(), 1);
      long start = System.nanoTime();
      model.engine().run(input);
      nanos[i] = System.nanoTime() - start;
    }
    return LatencySummary.ofNanos(nanos);
  }

  private boolean hasClasses() {
    return model.head() != null
        || model.outputsAreScores()
        || model.engine().outputType() == OutputType.INT32;
  }

  private void copyOutput(int row) throws EngineException {
    if (model.engine().outputType() == OutputType.INT32) {
      model.engine().copyOutput(integers);
      return;
    }
    model.engine().copyOutput(floats);
    for (float value : floats) {
      if (!Float.isFinite(value)) {
        throw new EngineException(
            "model %s, sample %d: expected finite outputs, found %s"
                .formatted(model.model().abbreviated(), row, value));
      }
    }
  }

  private int classOfOutput() throws EngineException {
    InferenceEngine head = model.head();
    if (head == null) {
      return model.engine().outputType() == OutputType.INT32 ? integers[0] : largest(floats);
    }
    head.run(floats);
    if (head.outputType() == OutputType.INT32) {
      int[] classes = new int[head.outputWidth()];
      head.copyOutput(classes);
      return classes[0];
    }
    float[] scores = new float[head.outputWidth()];
    head.copyOutput(scores);
    return largest(scores);
  }

  /** The place of the largest value; of equal ones the first. */
  private static int largest(float[] values) {
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[largest]) {
        largest = i;
      }
    }
    return largest;
  }

  private static double squaredDistance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - (double) b[i]) * (a[i] - (double) b[i]);
    }
    return sum;
  }
}
