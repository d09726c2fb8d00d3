package io.espalier.node.deployment;

import io.espalier.node.inference.EngineException;
import io.espalier.node.serve.LiveModel;
import io.espalier.node.serve.LoadedModel;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.probe.ProbeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A test of the model that serves, in the memory where it serves. It borrows the model for one
 * inference at a time and rests between turns, so that what programs ask waits for one inference at
 * most, and the processor is theirs for most of the time.
 */
final class LivePass {
  /** Of each turn; turns are half a second apart. */
  private static final long TURN_NANOS = 50_000_000;

  private final LiveModel live;
  private final DesiredState slot;
  private final ProbeSet set;
  private final LongSupplier nanos;
  private @Nullable ProbePass pass;
  private boolean lost;

  /**
   * A pass at its beginning.
   *
   * @param slot whose model is tested
   * @param set its samples
   * @param nanos a clock that only moves forward
   */
  LivePass(LiveModel live, DesiredState slot, ProbeSet set, LongSupplier nanos) {
    this.live = live;
    this.slot = slot;
    this.set = set;
    this.nanos = nanos;
  }

  /**
   * Goes on for a turn.
   *
   * @return what came of it, once all is done
   * @throws EngineException if the model fails, or another serves by now
   */
  ProbePass.@Nullable Outcome turn() throws EngineException {
    long start = nanos.getAsLong();
    while (nanos.getAsLong() - start < TURN_NANOS) {
      if (!live.lend(this::step) || lost) {
        throw new EngineException("deployment " + slot.deployment() + " no longer serves");
      }
      if (pass != null && pass.isDone()) {
        return pass.outcome(slot.deployment());
      }
    }
    return null;
  }

  private void step(LoadedModel model) throws EngineException {
    if (!model.deployment().equals(slot.deployment())) {
      lost = true;
      return;
    }
    if (pass == null) {
      pass = new ProbePass(model, set);
    }
    pass.step(model);
  }
}
