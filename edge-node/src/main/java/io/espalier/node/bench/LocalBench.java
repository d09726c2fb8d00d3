package io.espalier.node.bench;

import io.espalier.node.inference.Delegation;
import io.espalier.node.inference.EngineException;
import io.espalier.node.inference.InferenceEngine;
import io.espalier.node.telemetry.SystemCounters;
import io.espalier.node.telemetry.SystemProbe;
import io.espalier.shared.fleet.NodeDescriptor;
import io.espalier.shared.telemetry.LatencySummary;
import java.util.Random;
import java.util.TreeMap;

/** Runs a model over and over on input that it has not seen, and times it. */
public final class LocalBench {
  private final InferenceEngine.Loader loader;
  private final String tensorflowLite;
  private final SystemProbe probe;

  /**
   * A bench of this machine.
   *
   * @param tensorflowLite version of what {@code loader} loads with
   */
  public LocalBench(InferenceEngine.Loader loader, String tensorflowLite, SystemProbe probe) {
    this.loader = loader;
    this.tensorflowLite = tensorflowLite;
    this.probe = probe;
  }

  /**
   * Measures a model.
   *
   * @param file the bytes of a {@code .tflite} file
   * @throws EngineException if it is no model that can be run
   */
  public BenchFigures measure(byte[] file, BenchPlan plan) throws EngineException {
    SystemCounters first = probe.read();
    long start = System.nanoTime();
    try (InferenceEngine model = loader.load(file, plan.threads())) {
      float[] row = new float[model.inputWidth()];
      fill(row, new Random(plan.seed()));
      model.run(row);
      long loaded = System.nanoTime() - start;
      for (int i = 0; i < plan.warmup(); i++) {
        model.run(row);
      }
      SystemCounters before = probe.read();
      LatencySummary latency = time(model, row, plan.runs());
      SystemCounters after = probe.read();
      return figures(file, plan, model, loaded, latency, first, before, after);
    }
  }

  private static LatencySummary time(InferenceEngine model, float[] row, int runs)
      throws EngineException {
    long[] nanos = new long[runs];
    for (int i = 0; i < runs; i++) {
      long start = System.nanoTime();
      model.run(row);
      nanos[i] = System.nanoTime() - start;
    }
    return LatencySummary.ofNanos(nanos);
  }

  private BenchFigures figures(
      byte[] file,
      BenchPlan plan,
      InferenceEngine model,
      long loadedNanos,
      LatencySummary latency,
      SystemCounters first,
      SystemCounters before,
      SystemCounters after) {
    NodeDescriptor machine = probe.describe(tensorflowLite, new TreeMap<>());
    Delegation delegation = model.delegation();
    return new BenchFigures(
        machine.hardware(),
        machine.architecture(),
        tensorflowLite,
        file.length,
        model.inputWidth(),
        model.outputWidth(),
        plan.threads(),
        delegation.delegated(),
        delegation.total(),
        loadedNanos / 1e6,
        latency,
        after.processCpuPercentSince(before),
        after.systemCpuPercentSince(before),
        after.rssBytes(),
        first.temperatureCelsius(),
        after.temperatureCelsius(),
        after.throttledSince(before),
        after.board());
  }

  private static void fill(float[] row, Random random) {
    for (int i = 0; i < row.length; i++) {
      row[i] = random.nextFloat();
    }
  }
}
