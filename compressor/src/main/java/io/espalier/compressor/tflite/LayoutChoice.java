package io.espalier.compressor.tflite;

import io.espalier.compressor.data.SampleArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the layout of each layer that is fastest on this machine, one sample at a time, one thread.
 *
 * <p>Each layer is timed alone, in turn with itself in other layouts, and stays dense unless one of
 * them is faster by more than what such times differ for one and the same file. Then the model with
 * all that was chosen is timed in turn with the dense one, since operators that XNNPACK leaves cut
 * what it takes into parts, and all layers stay dense unless the whole is faster as clearly. So no
 * model measures slower for it.
 */
public final class LayoutChoice {
  /** What a time must be below, as a multiple of that of the dense layout. */
  private static final double CLEARLY_FASTER = 0.95;

  private final ModelTimer timer;

  /** A choice by that timer. */
  public LayoutChoice(ModelTimer timer) {
    this.timer = timer;
  }

  /**
   * Chooses.
   *
   * @param dense a model; what of it is quantised or sparse already stays as it is
   * @param samples of which the first is run; without any, numbers are drawn
   * @return the very same model if nothing is faster
   * @throws TfLiteException if it cannot be run, or the samples do not fit it
   */
  public TfLiteModel fastest(TfLiteModel dense, Optional<List<SampleArray>> samples)
      throws InterruptedException {
    TfLiteModel chosen = dense;
    for (ModelOperator operator : dense.main().operators()) {
      chosen = layout(dense, operator.number()).store(chosen, operator.number()).orElse(chosen);
    }
    if (chosen == dense) {
      return dense;
    }
    List<byte[]> files = List.of(dense.write(), chosen.write());
    return fastest(timer.together(files, samples)) == 0 ? dense : chosen;
  }

  private LayerLayout layout(TfLiteModel model, int operator) throws InterruptedException {
    List<LayerLayout> layouts = new ArrayList<>(List.of(LayerLayout.DENSE));
    List<byte[]> files = new ArrayList<>();
    for (LayerLayout layout : LayerLayout.SPARSE) {
      Optional<TfLiteModel> stored = layout.store(model, operator);
      if (stored.isEmpty()) {
        continue;
      }
      if (files.isEmpty()) {
        files.add(model.alone(operator).write());
      }
      byte[] alone = stored.get().alone(operator).write();
      // What is no smaller has too few zeros to skip.
      if (alone.length < files.get(0).length) {
        layouts.add(layout);
        files.add(alone);
      }
    }
    return files.size() < 2 ? LayerLayout.DENSE : layouts.get(fastest(timed(files)));
  }

  /** None for a layer that cannot run alone, for extents of what flows in may be open. */
  private List<Timing> timed(List<byte[]> files) throws InterruptedException {
    try {
      return timer.together(files, Optional.empty());
    } catch (TfLiteException e) {
      return List.of();
    }
  }

  /** The number of the fastest, 0 if none is clearly faster than the first one. */
  private static int fastest(List<Timing> timings) {
    int fastest = 0;
    double limit = timings.isEmpty() ? 0 : CLEARLY_FASTER * timings.get(0).micros();
    for (int i = 1; i < timings.size(); i++) {
      if (timings.get(i).micros() < limit) {
        fastest = i;
        limit = timings.get(i).micros();
      }
    }
    return fastest;
  }
}
