package io.espalier.controller.experiment;

import io.espalier.compressor.CompressedModel;
import io.espalier.compressor.CompressionPipeline;
import io.espalier.compressor.CompressionPlan;
import io.espalier.compressor.Variant;
import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.score.Method;
import io.espalier.compressor.train.TrainingRecipe;
import io.espalier.controller.link.Publishable;
import io.espalier.controller.trial.TrialBench;
import io.espalier.controller.trial.TrialOrder;
import io.espalier.controller.trial.TrialOutcome;
import io.espalier.shared.artifact.ArtifactKind;
import io.espalier.shared.artifact.Provenance;
import io.espalier.shared.trial.TrialId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
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
  private final Dataset data;
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
      Dataset data,
      RunDirectory directory,
      TrialBench bench,
      ExperimentListener listener,
      String runId) {
    this.spec = spec;
    this.data = data;
    this.directory = directory;
    this.bench = bench;
    this.listener = listener;
    this.runId = runId;
    this.pipeline =
        new CompressionPipeline(
            data,
            planOf(spec),
            (stage, fraction, detail) ->
                listener.progress(stageOwner + " " + stage.label(), fraction, detail));
  }

  /**
   * Refuses what the compressor could not do with that data.
   *
   * @throws SpecException if the layers do not fit the data, or there is too little of it
   */
  public static void requireFits(ExperimentSpec spec, Dataset data) throws SpecException {
    List<Integer> layers = spec.layers();
    if (layers.get(0) != data.width() || layers.get(layers.size() - 1) != data.width()) {
      throw new SpecException(
          "model.train.layers: expected %d first and last, the width of the data %s, found %s"
              .formatted(data.width(), spec.data(), layers));
    }
    if (spec.svm().samples() > data.trainImages().rows()) {
      throw new SpecException(
          "svm.samples: expected at most %d, the training images of %s, found %d"
              .formatted(data.trainImages().rows(), spec.data(), spec.svm().samples()));
    }
    int[] labels = Arrays.copyOf(data.trainLabels(), spec.svm().samples());
    if (Arrays.stream(labels).distinct().count() < 2) {
      throw new SpecException(
          "svm.samples: expected two classes or more among the first %d training images of %s, found only %d"
              .formatted(labels.length, spec.data(), labels[0]));
    }
  }

  /** Runs what is missing. */
  public void run() throws IOException, InterruptedException {
    Publishable images = publishable(data.testImagesFile(), ArtifactKind.IMAGES, "test images");
    Publishable labels = publishable(data.testLabelsFile(), ArtifactKind.LABELS, "test labels");
    bench.keep(images);
    bench.keep(labels);
    int missingInAll = spec.seeds().stream().mapToInt(seed -> directory.missing(seed).size()).sum();
    done = spec.trials() - missingInAll;
    for (long seed : spec.seeds()) {
      stageOwner = "seed " + seed;
      drop(spec.seeds().indexOf(seed));
      List<Trial> missing = directory.missing(seed);
      if (!missing.isEmpty()) {
        measure(missing, compress(seed, missing), images, labels);
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
      throws IOException, InterruptedException {
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
      List<Trial> trials,
      Map<Variant, StoredNetwork> networks,
      Publishable images,
      Publishable labels)
      throws IOException, InterruptedException {
    BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    for (Trial trial : trials) {
      StoredNetwork network = networkOf(trial, networks);
      TrialOrder order =
          new TrialOrder(
              new TrialId("%s-%s/%d/%s".formatted(spec.name(), runId, trial.seed(), trial.label())),
              Objects.requireNonNull(network.models().get(trial.precision())),
              network.head(),
              images,
              labels,
              spec.run());
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

  private Publishable publishable(byte[] content, ArtifactKind kind, String name) {
    Provenance provenance =
        Provenance.ofThisBuild(Map.of("data", data.name(), "dataDigest", data.digest().hex()));
    return Publishable.bytes(content, kind, data.name() + " " + name, provenance);
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

  private static CompressionPlan planOf(ExperimentSpec spec) {
    return new CompressionPlan(
        new TrainingRecipe(spec.layers(), spec.epochs()),
        spec.methods().stream().map(Method::of).toList(),
        spec.sparsities().stream().map(Sparsity::new).toList(),
        spec.precisions(),
        spec.svm());
  }
}
