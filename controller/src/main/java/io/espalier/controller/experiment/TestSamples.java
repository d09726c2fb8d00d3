package io.espalier.controller.experiment;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.controller.link.Publishable;
import io.espalier.controller.trial.TrialBench;
import io.espalier.controller.trial.TrialOrder;
import io.espalier.shared.artifact.ArtifactKind;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.artifact.Provenance;
import io.espalier.shared.probe.ProbeSet;
import io.espalier.shared.trial.Judgement;
import io.espalier.shared.trial.RunOptions;
import io.espalier.shared.trial.TrialId;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What nodes judge models on, as they are sent it.
 *
 * @param samples images, or a probe set
 * @param labels of images; absent beside a probe set, which has within it what is right
 * @param judgement how outputs are judged
 */
record TestSamples(Publishable samples, @Nullable Publishable labels, Judgement judgement) {
  static TestSamples of(Material material, Judgement judgement) {
    Dataset set = material.data().images().orElse(null);
    CalibrationData test = material.data().test();
    Provenance provenance =
        Provenance.ofThisBuild(Map.of("data", test.name(), "dataDigest", test.digest().hex()));
    if (set != null && judgement == Judgement.TOP_1) {
      return new TestSamples(
          Publishable.bytes(
              set.testImagesFile(), ArtifactKind.IMAGES, set.name() + " test images", provenance),
          Publishable.bytes(
              set.testLabelsFile(), ArtifactKind.LABELS, set.name() + " test labels", provenance),
          judgement);
    }
    return new TestSamples(
        Publishable.bytes(
            probe(test, judgement).encode(),
            ArtifactKind.PROBE,
            test.name() + " test samples",
            provenance),
        null,
        judgement);
  }

  /** Has them published as long as the bench is open. */
  void keptOn(TrialBench bench) {
    bench.keep(samples);
    if (labels != null) {
      bench.keep(labels);
    }
  }

  /** A trial of a network on them. */
  TrialOrder order(TrialId id, StoredNetwork network, Precision precision, RunOptions run) {
    return new TrialOrder(
        id,
        Objects.requireNonNull(network.models().get(precision)),
        network.head(),
        samples,
        labels,
        judgement,
        run);
  }

  private static ProbeSet probe(CalibrationData test, Judgement judgement) {
    Matrix inputs = test.inputs().get(0).values();
    Matrix targets = test.targets().map(array -> array.values()).orElse(null);
    if (judgement == Judgement.RECONSTRUCTION && targets != null) {
      return ProbeSet.withTargets(
          inputs.columns(), inputs.values(), targets.columns(), targets.values());
    }
    int[] labels =
        judgement == Judgement.RECONSTRUCTION ? new int[0] : test.labels().orElse(new int[0]);
    return new ProbeSet(inputs.columns(), inputs.values(), labels);
  }
}
