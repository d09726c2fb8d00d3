package io.espalier.node.deployment;

import io.espalier.node.inference.EngineException;
import io.espalier.node.inference.InferenceEngine;
import io.espalier.node.inference.OutputType;
import io.espalier.node.observe.DriftReference;
import io.espalier.node.observe.DriftStatistic;
import io.espalier.node.serve.LoadedModel;
import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.probe.ProbeSet;
import io.espalier.shared.telemetry.DriftSample.Statistic;
import io.espalier.shared.telemetry.LatencySummary;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Runs a model over samples: which it has right, how far it is off, how long it takes. It goes one
 * inference at a time, so that others can have the model in between.
 */
final class ProbePass {
  private static final int LEAST_TIMED = 100;
  private static final int MOST_TIMED = 500;

  private final ProbeSet set;
  private final float[] floats;
  private final int[] integers;
  private final boolean reconstructs;
  private final boolean classifies;
  private final @Nullable Statistic statistic;
  private final double[] values;
  private final BitSet right;
  private final long[] nanos;
  private double errors;
  private int row;
  private int timed;

  /**
   * What came of it.
   *
   * @param samples that were run
   * @param right samples whose class is their label; absent without labels or classes
   * @param error mean squared difference between output and input; absent unless both are as wide
   * @param latency of single inferences, the head not included
   * @param reference what drift is measured against later; absent if the outputs say nothing
   */
  record Outcome(
      int samples,
      @Nullable BitSet right,
      @Nullable Double error,
      LatencySummary latency,
      @Nullable DriftReference reference) {
    /** How many are right; absent without labels. */
    @Nullable Integer correct() {
      return right == null ? null : right.cardinality();
    }
  }

  /**
   * A pass at its beginning.
   *
   * @param model the model that it is for
   * @param set as wide as the model's input
   */
  ProbePass(LoadedModel model, ProbeSet set) {
    boolean real = model.engine().outputType() == OutputType.FLOAT32;
    this.set = set;
    this.floats = new float[model.engine().outputWidth()];
    this.integers = new int[model.engine().outputWidth()];
    this.reconstructs = real && floats.length == set.width();
    this.classifies = set.isLabelled() && hasClasses(model);
    this.statistic = real ? DriftStatistic.suiting(set.width(), floats.length).orElse(null) : null;
    this.values = new double[statistic == null ? 0 : set.rows()];
    this.right = new BitSet(set.rows());
    this.nanos = new long[Math.max(LEAST_TIMED, Math.min(set.rows(), MOST_TIMED))];
  }

  /**
   * Runs every sample once, then times some of them.
   *
   * @param set as wide as the model's input
   * @throws EngineException if the model fails, or gives what is not a finite number
   */
  static Outcome run(LoadedModel model, ProbeSet set) throws EngineException {
    ProbePass pass = new ProbePass(model, set);
    while (!pass.isDone()) {
      pass.step(model);
    }
    return pass.outcome(model.deployment());
  }

  /** Whether all inferences have been made. */
  boolean isDone() {
    return timed == nanos.length;
  }

  /** Makes one inference of the model. */
  void step(LoadedModel model) throws EngineException {
    if (row < set.rows()) {
      look(model);
    } else {
      time(model);
    }
  }

  /** What came of it, once it is done. */
  Outcome outcome(DeploymentId deployment) {
    return new Outcome(
        set.rows(),
        classifies ? right : null,
        reconstructs ? errors / set.rows() : null,
        LatencySummary.ofNanos(nanos),
        statistic == null ? null : new DriftReference(deployment, statistic, values));
  }

  private void look(LoadedModel model) throws EngineException {
    float[] input = set.inputs(row, 1);
    model.engine().run(input);
    copyOutput(model);
    double error =
        reconstructs ? DriftStatistic.of(Statistic.RECONSTRUCTION_ERROR, input, floats) : 0;
    errors += error;
    if (statistic != null) {
      values[row] = reconstructs ? error : DriftStatistic.of(statistic, input, floats);
    }
    right.set(row, classifies && classOfOutput(model) == set.label(row));
    row++;
  }

  /** The pass over all samples was the warm-up. */
  private void time(LoadedModel model) throws EngineException {
    float[] input = set.inputs(timed % set.rows(), 1);
    long start = System.nanoTime();
    model.engine().run(input);
    nanos[timed++] = System.nanoTime() - start;
  }

  private static boolean hasClasses(LoadedModel model) {
    return model.head() != null
        || model.outputsAreScores()
        || model.engine().outputType() == OutputType.INT32;
  }

  private void copyOutput(LoadedModel model) throws EngineException {
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

  private int classOfOutput(LoadedModel model) throws EngineException {
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
}
