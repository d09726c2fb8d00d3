package io.espalier.controller.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.espalier.controller.experiment.ExperimentSpec;
import io.espalier.controller.experiment.SpecReader;
import io.espalier.controller.experiment.Trial;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.controller.store.ExperimentStore;
import io.espalier.controller.store.ExperimentStore.End;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.protocol.MessageCodec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * An experiment that nobody ran, with figures like those of one that was.
 *
 * @param judged by how well its models tell anomalies, and not by accuracy
 */
record FakeExperiment(ExperimentSpec spec, boolean judged) {
  private static final int IMAGES = 10_000;
  private static final int FAILED = 17;
  private static final int DROPPED = 80;

  /** One on two methods and three precisions. */
  static FakeExperiment named(String name, int seeds) throws Exception {
    String yaml =
        """
        name: %s
        seeds: %d
        data: mnist
        model: {train: {layers: [784, 256, 64, 256, 784], epochs: 20}}
        head: rbf-svm
        methods: [shapley, magnitude]
        sparsities: [0, 0.83, 0.88, 0.92, 0.95]
        precisions: [fp32, fp16, int8]
        nodes: all
        """
            .formatted(name, seeds);
    return new FakeExperiment(SpecReader.read(name, yaml.getBytes(UTF_8)), false);
  }

  /** The same, an hour older, with AUCs in place of accuracies. */
  FakeExperiment ofAnomalies() {
    return new FakeExperiment(spec, true);
  }

  /** How it is named. */
  String id() {
    return spec.id().value();
  }

  /**
   * Puts it into a store, as far as {@code share} of its trials; one of them failed, another was
   * dropped.
   */
  void keep(ExperimentStore store, String state, double share, int harm) {
    Instant begun = Instant.now().minus(judged ? 4 : 3, ChronoUnit.HOURS);
    store.save(
        new ExperimentStore.Row(
            id(), SpecReader.write(spec), state, null, "ada", begun, begun, null));
    List<Trial> trials = Trial.all(spec);
    List<ExperimentStore.Trial> rows = new ArrayList<>();
    for (int i = 0; i < share * trials.size(); i++) {
      TrialRow row =
          switch (i) {
            case FAILED ->
                TrialRow.failed(
                    trials.get(i), trials.get(i).sparsity(), "no node answered within 120 s");
            case DROPPED -> TrialRow.dropped(trials.get(i), "after 3 seeds: another is better");
            default -> measured(trials.get(i), harm);
          };
      rows.add(
          new ExperimentStore.Trial(
              i + 1,
              i == FAILED ? End.FAILED : i == DROPPED ? End.DROPPED : End.MEASURED,
              new String(MessageCodec.encode(row), UTF_8)));
    }
    store.saveTrials(id(), rows);
  }

  private TrialRow measured(Trial trial, int harm) {
    double sparsity = trial.sparsity();
    double lost = Math.pow(sparsity, 9) * (trial.method().equals("magnitude") ? 620 : 260);
    int correct = (int) (9_672 - lost - harm + 7 * Math.sin(31.0 * trial.seed() + 40 * sparsity));
    long dense =
        switch (trial.precision()) {
          case FP32 -> 1_740_000;
          case FP16 -> 872_000;
          case INT8 -> 457_000;
          case INT8_FULL -> 474_000;
        };
    long bytes = (long) (dense * (1 - 0.86 * sparsity));
    double p50 = (trial.precision().name().equals("INT8") ? 24 : 58) * (1 - 0.35 * sparsity);
    return new TrialRow(
        trial.seed(),
        trial.method(),
        sparsity,
        sparsity,
        trial.precision(),
        FakeFleet.id(1).value(),
        "Raspberry Pi 5 Model B",
        TrialRow.Status.OK,
        judged ? null : correct / (double) IMAGES,
        judged ? null : correct,
        IMAGES,
        p50,
        1.3 * p50,
        2.2 * p50,
        99.0,
        90L << 20,
        bytes,
        bytes / 2,
        3,
        3,
        Digest.of((trial + "").getBytes(UTF_8)).hex(),
        31.0,
        1L << 30,
        4L << 30,
        null,
        58.5,
        2_400,
        2_400,
        "ondemand",
        "no",
        judged ? 1e-3 * (1 + sparsity) : null,
        judged ? 2e-2 * (1 + sparsity) : null,
        judged ? correct / (double) IMAGES : null,
        null);
  }
}
