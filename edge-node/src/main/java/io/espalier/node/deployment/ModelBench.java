package io.espalier.node.deployment;

import io.espalier.node.deployment.DeploymentEvent.Failed;
import io.espalier.node.deployment.DeploymentEvent.Good;
import io.espalier.node.deployment.DeploymentEvent.Lost;
import io.espalier.node.deployment.DeploymentEvent.Tried;
import io.espalier.node.deployment.Tester.Tested;
import io.espalier.node.inference.EngineException;
import io.espalier.node.observe.DriftReference;
import io.espalier.node.serve.LiveModel;
import io.espalier.node.serve.LoadedModel;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.Evidence;
import io.espalier.shared.probe.ProbeSet;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Loads, tests and lets serve, and tells what came of it. Used by one thread. */
final class ModelBench {
  private static final System.Logger LOG = System.getLogger(ModelBench.class.getName());
  private static final long NANOS = 1_000_000_000;

  /** What comes meanwhile must not wait for long. */
  private static final long MOST_EXERCISE_NANOS = NANOS / 4;

  private final ModelLoader loader;
  private final Tester tester;
  private final LiveModel live;
  private final Consumer<Evidence> evidence;
  private final Consumer<DriftReference> references;
  private final LongSupplier nanos;

  /** Loaded and tested, and not serving yet. */
  private @Nullable Tested tried;

  private @Nullable LivePass pass;
  private long goodBefore = -1;
  private long testedAt;

  /** A model that was loaded again has yet to show what it does. */
  private boolean isTested;

  /**
   * A bench without a model.
   *
   * @param evidence takes what each test has shown
   * @param references takes what drift is measured against, for each model that serves
   * @param nanos a clock that only moves forward
   */
  ModelBench(
      ModelLoader loader,
      Tester tester,
      LiveModel live,
      Consumer<Evidence> evidence,
      Consumer<DriftReference> references,
      LongSupplier nanos) {
    this.loader = loader;
    this.tester = tester;
    this.live = live;
    this.evidence = evidence;
    this.references = references;
    this.nanos = nanos;
  }

  /** Loads and tests a model, and keeps it until it serves or is dropped. */
  DeploymentEvent attempt(DesiredState slot, @Nullable DesiredState against) {
    drop();
    try {
      Tested tested = tester.test(slot, against);
      tried = tested;
      evidence.accept(tested.evidence());
      return new Tried(slot.deployment(), tested.evidence());
    } catch (LostException e) {
      return lost(slot, e);
    } catch (EngineException | RuntimeException | LinkageError | OutOfMemoryError e) {
      return failed(slot, e);
    }
  }

  /** Closes what was tried, if it does not serve. */
  void drop() {
    if (tried != null) {
      tried.model().close();
      tried = null;
    }
  }

  /**
   * Lets a model serve; loads it unless it was tried just now.
   *
   * @return why it does not; empty if it does
   */
  Optional<DeploymentEvent> serve(DesiredState slot) {
    goodBefore = -1;
    testedAt = nanos.getAsLong();
    pass = null;
    try {
      Tested ready = tried;
      isTested = ready != null && ready.model().deployment().equals(slot.deployment());
      LoadedModel model;
      if (ready != null && isTested) {
        tried = null;
        model = ready.model();
        compareWith(ready.reference());
      } else {
        model = loader.load(slot, probeOrNull(slot));
      }
      live.serve(model);
      LOG.log(
          System.Logger.Level.INFO,
          "model=" + slot.model() + " deployment=" + slot.deployment() + " serves");
      return Optional.empty();
    } catch (LostException e) {
      return Optional.of(lost(slot, e));
    } catch (EngineException | RuntimeException | LinkageError | OutOfMemoryError e) {
      return Optional.of(failed(slot, e));
    }
  }

  /** Lets nothing serve. */
  void serveNothing() {
    live.close();
  }

  /**
   * Whether the model that serves works. Its own programs show it; where none of them asks, the
   * node asks itself.
   *
   * @return empty as long as it is open
   */
  Optional<DeploymentEvent> proof(DesiredState slot) {
    long good = goodInferences(slot);
    long needed = slot.acceptance().goodInferences();
    boolean quiet = good == goodBefore;
    goodBefore = good;
    if (good < needed && quiet) {
      String failure = exercise(slot, needed - good);
      if (failure != null) {
        return Optional.of(new Failed(slot.deployment(), failure));
      }
      good = goodInferences(slot);
      goodBefore = good;
    }
    return good < needed ? Optional.empty() : Optional.of(new Good(slot.deployment(), good));
  }

  /**
   * Goes on testing the model that serves, if that is due: a while after the test before, and soon
   * after it was loaded without one.
   *
   * @return what the test has shown; empty as long as it is open
   */
  Optional<DeploymentEvent> testAgain(DesiredState slot) {
    if (pass == null && !isDue(slot)) {
      return Optional.empty();
    }
    try {
      LivePass now = pass == null ? begun(slot) : pass;
      ProbePass.Outcome outcome = now == null ? null : now.turn();
      if (outcome == null) {
        return Optional.empty();
      }
      pass = null;
      compareWith(outcome.reference());
      Evidence seen = tester.evidence(slot.model(), outcome);
      evidence.accept(seen);
      return Optional.of(new DeploymentEvent.Tested(slot.deployment(), seen));
    } catch (EngineException | RuntimeException | OutOfMemoryError e) {
      pass = null;
      LOG.log(System.Logger.Level.WARNING, "not tested again: " + e.getMessage());
      return Optional.empty();
    }
  }

  private boolean isDue(DesiredState slot) {
    if (slot.probe() == null) {
      return false;
    }
    long seconds = slot.probe().everySeconds();
    return !isTested || (seconds > 0 && nanos.getAsLong() - testedAt >= seconds * NANOS);
  }

  private @Nullable LivePass begun(DesiredState slot) {
    isTested = true;
    testedAt = nanos.getAsLong();
    ProbeSet probe = probeOrNull(slot);
    pass = probe == null ? null : new LivePass(live, slot, probe, nanos);
    return pass;
  }

  private void compareWith(@Nullable DriftReference reference) {
    if (reference != null) {
      references.accept(reference);
    }
  }

  private long goodInferences(DesiredState slot) {
    return live.serving()
        .filter(serving -> serving.deployment().equals(slot.deployment()))
        .map(LiveModel.Serving::goodInferences)
        .orElse(0L);
  }

  /** Some inferences, {@code count} at most. Why one failed; null if none did. */
  private @Nullable String exercise(DesiredState slot, long count) {
    ProbeSet probe = probeOrNull(slot);
    long start = nanos.getAsLong();
    for (long i = 0; i < count && nanos.getAsLong() - start < MOST_EXERCISE_NANOS; i++) {
      int row = probe == null ? 0 : (int) (i % probe.rows());
      String error = live.exercise(probe == null ? null : probe.inputs(row, 1));
      if (error != null) {
        return error;
      }
    }
    return null;
  }

  /** A model that serves must not stop for want of something to test it with. */
  private @Nullable ProbeSet probeOrNull(DesiredState slot) {
    try {
      return loader.probe(slot);
    } catch (EngineException | LostException e) {
      LOG.log(System.Logger.Level.WARNING, "no probe: " + e.getMessage());
      return null;
    }
  }

  private static DeploymentEvent lost(DesiredState slot, LostException e) {
    LOG.log(System.Logger.Level.WARNING, String.valueOf(e.getMessage()));
    return new Lost(slot.deployment());
  }

  private static DeploymentEvent failed(DesiredState slot, Throwable e) {
    String why = e instanceof EngineException ? e.getMessage() : e.toString();
    String line = String.valueOf(why).lines().findFirst().orElse("");
    LOG.log(System.Logger.Level.WARNING, "deployment=" + slot.deployment() + " failed: " + line);
    return new Failed(slot.deployment(), line);
  }
}
