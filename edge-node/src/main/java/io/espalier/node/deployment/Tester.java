package io.espalier.node.deployment;

import io.espalier.node.inference.EngineException;
import io.espalier.node.observe.DriftReference;
import io.espalier.node.serve.LoadedModel;
import io.espalier.node.telemetry.SystemCounters;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.Evidence;
import io.espalier.shared.deployment.Evidence.Against;
import io.espalier.shared.probe.ProbeSet;
import java.util.BitSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gathers evidence about a model, and about the one before on the same samples. */
final class Tester {
  private static final System.Logger LOG = System.getLogger(Tester.class.getName());

  private final ModelLoader loader;
  private final Supplier<SystemCounters> counters;

  /**
   * A model that was loaded, and what it was seen to do.
   *
   * @param reference what drift is measured against; absent without a probe
   */
  record Tested(LoadedModel model, Evidence evidence, @Nullable DriftReference reference) {}

  Tester(ModelLoader loader, Supplier<SystemCounters> counters) {
    this.loader = loader;
    this.counters = counters;
  }

  /**
   * Loads and tests a model. One without a probe runs on zeros, which tells how long it takes.
   *
   * @param against the model to compare with; absent for none. It is loaded a second time, so that
   *     the one that serves need not wait
   * @return to be closed by the caller
   */
  Tested test(DesiredState slot, @Nullable DesiredState against)
      throws LostException, EngineException {
    ProbeSet probe = loader.probe(slot);
    ProbePass.Outcome before = against == null || probe == null ? null : outcome(against, probe);
    LoadedModel model = loader.load(slot, probe);
    try {
      int width = model.engine().inputWidth();
      ProbeSet samples = probe == null ? new ProbeSet(width, new float[width], new int[0]) : probe;
      ProbePass.Outcome seen = ProbePass.run(model, samples);
      return new Tested(
          model,
          evidence(
              model.model(),
              seen,
              probe == null ? null : seen.error(),
              against == null || before == null ? null : compare(against, before, seen)),
          probe == null ? null : seen.reference());
    } catch (EngineException | RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  /** What a pass over the model that serves has shown. */
  Evidence evidence(Digest model, ProbePass.Outcome seen) {
    return evidence(model, seen, seen.error(), null);
  }

  private Evidence evidence(
      Digest model, ProbePass.Outcome seen, @Nullable Double error, @Nullable Against against) {
    return new Evidence(
        model,
        seen.samples(),
        seen.correct(),
        error,
        against,
        seen.latency(),
        counters.get().rssBytes());
  }

  /** Samples of the new model say nothing where the one before cannot take them. */
  private ProbePass.@Nullable Outcome outcome(DesiredState slot, ProbeSet probe) {
    try (LoadedModel model = loader.load(slot, probe)) {
      return ProbePass.run(model, probe);
    } catch (EngineException | LostException e) {
      LOG.log(System.Logger.Level.WARNING, "nothing to compare with: " + e.getMessage());
      return null;
    }
  }

  private static Against compare(
      DesiredState slot, ProbePass.Outcome before, ProbePass.Outcome now) {
    boolean both = before.right() != null && now.right() != null;
    return new Against(
        slot.model(),
        before.correct(),
        both ? onlyIn(before.right(), now.right()) : null,
        both ? onlyIn(now.right(), before.right()) : null,
        before.error());
  }

  private static int onlyIn(@Nullable BitSet these, @Nullable BitSet those) {
    BitSet only = these == null ? new BitSet() : (BitSet) these.clone();
    only.andNot(those == null ? new BitSet() : those);
    return only.cardinality();
  }
}
