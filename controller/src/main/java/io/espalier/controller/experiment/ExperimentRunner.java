package io.espalier.controller.experiment;

import io.espalier.compressor.CompressedModel;
import io.espalier.compressor.CompressionPipeline;
import io.espalier.compressor.RefusedException;
import io.espalier.compressor.Variant;
import io.espalier.controller.trial.TrialBench;
import io.espalier.controller.trial.TrialOrder;
import io.espalier.controller.trial.TrialOutcome;
import io.espalier.shared.trial.TrialId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Runs an experiment, seed by seed: makes the models that are missing, has the nodes measure them,
 * and keeps every result as soon as it is there. While nodes measure, nothing else is computed
 * here, for they may share the machine.
 */
public final class ExperimentRunner {
  private final ExperimentSpec spec;
  private final Material material;
  private final RunDirectory directory;
  private final TrialBench bench;
  private final ExperimentListener listener;
  private final String runId;
  private final CompressionPipeline pipeline;
  private String stageOwner = "";
  private int done;

  private record Ended(Trial trial, TrialOutcome outcome) {}

  /**
   * A runner for one run.
   *
   * @param runId tells this run's trials from those of others on the same broker
   */
  public ExperimentRunner(
      ExperimentSpec spec,
      Material material,
      RunDirectory directory,
      TrialBench bench,
      ExperimentListener listener,
      String runId) {
    this.spec = spec;
    this.material = material;
    this.directory = directory;
    this.bench = bench;
    this.listener = listener;
    this.runId = runId;
    this.pipeline =
        new CompressionPipeline(
            material.data().training(),
            material.plan(spec),
            (stage, fraction, detail) ->
                listener.progress(stageOwner + " " + stage.label(), fraction, detail));
  }

  /**
   * Refuses what could not be compressed or judged with that material.
   *
   * @throws SpecException if data, model and spec do not fit together
   */
  public static void requireFits(ExperimentSpec spec, Material material) throws SpecException {
    MaterialCheck.requireFits(spec, material);
  }

  /**
   * Runs what is missing.
   *
   * @throws RefusedException if a model cannot be compressed as asked
   */
  public void run() throws IOException, RefusedException, InterruptedException {
    TestSamples samples = TestSamples.of(material, material.judgedBy(spec).judgement());
    samples.keptOn(bench);
    int missingInAll = spec.seeds().stream().mapToInt(seed -> directory.missing(seed).size()).sum();
    done = spec.trials() - missingInAll;
    for (long seed : spec.seeds()) {
      stageOwner = "seed " + seed;
      drop(spec.seeds().indexOf(seed));
      List<Trial> missing = directory.missing(seed);
      if (!missing.isEmpty()) {
        measure(missing, compress(seed, missing), samples);
      }
    }
  }

  private void drop(int seedsBefore) throws IOException {
    RaceRules rules = spec.race();
    if (rules == null) {
      return;
    }
    for (TrialRow row : new RaceReferee(spec, rules).drops(seedsBefore, directory.rows())) {
      directory.store(row);
      listener.trialEnded(row, ++done, spec.trials());
    }
  }

  private Map<Variant, StoredNetwork> compress(long seed, List<Trial> trials)
      throws IOException, RefusedException, InterruptedException {
    NetworkStore store = new NetworkStore(directory.root(), seed);
    Map<Variant, StoredNetwork> networks = new HashMap<>();
    for (Trial trial : trials) {
      Variant variant = trial.variant();
      if (!networks.containsKey(variant)) {
        store.load(variant).ifPresent(network -> networks.put(variant, network));
      }
    }
    if (trials.stream().allMatch(trial -> networks.containsKey(trial.variant()))) {
      return networks;
    }
    Predicate<Variant> wanted =
        variant ->
            trials.stream().anyMatch(trial -> trial.variant().equals(variant))
                && !networks.containsKey(variant);
    Consumer<CompressedModel> kept =
        network -> networks.put(network.variant(), save(store, network));
    byte[] dense = store.denseFile().orElse(null);
    if (dense == null) {
      pipeline.run(seed, wanted, kept);
    } else {
      pipeline.resume(seed, dense, wanted, kept);
    }
    return networks;
  }

  private void measure(
      List<Trial> trials, Map<Variant, StoredNetwork> networks, TestSamples samples)
      throws IOException, InterruptedException {
    BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    for (Trial trial : trials) {
      StoredNetwork network = networkOf(trial, networks);
      TrialId id =
          new TrialId("%s-%s/%d/%s".formatted(spec.name(), runId, trial.seed(), trial.label()));
      TrialOrder order = samples.order(id, network, trial.precision(), spec.run());
      bench.run(order).thenAccept(outcome -> ended.add(new Ended(trial, outcome)));
    }
    for (int i = 0; i < trials.size(); i++) {
      listener.progress(
          stageOwner + " measure",
          i / (double) trials.size(),
          "%d of %d trials".formatted(i, trials.size()));
      Ended one = ended.take();
      double sparsityReached = networkOf(one.trial(), networks).sparsityReached();
      TrialRow row = TrialRow.of(one.trial(), sparsityReached, one.outcome());
      directory.store(row);
      listener.trialEnded(row, ++done, spec.trials());
    }
  }

  private static StoredNetwork networkOf(Trial trial, Map<Variant, StoredNetwork> networks) {
    return Objects.requireNonNull(networks.get(trial.variant()));
  }

  private StoredNetwork save(NetworkStore store, CompressedModel network) {
    try {
      StoredNetwork stored = store.save(network);
      listener.written(store.home(network.variant()));
      return stored;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
