package io.espalier.controller.experiment;

import io.espalier.compressor.PruningRecipe;
import io.espalier.compressor.Variant;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.shared.artifact.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * One cell of an experiment's grid.
 *
 * @param seed of training and scoring
 * @param method {@code dense} for the baseline, else the name of how it was pruned
 * @param sparsity the fraction of links asked to be removed; 0 for the baseline
 * @param precision how weights are stored
 */
public record Trial(long seed, String method, double sparsity, Precision precision) {
  /** The method of the baseline, which has none. */
  public static final String DENSE = "dense";

  /** All trials of {@code spec}, in the order of its tables. */
  public static List<Trial> all(ExperimentSpec spec) {
    List<Trial> trials = new ArrayList<>();
    for (long seed : spec.seeds()) {
      addEachPrecision(trials, spec, seed, DENSE, 0);
      for (PruningRecipe method : spec.methods()) {
        for (double sparsity : spec.sparsities()) {
          addEachPrecision(trials, spec, seed, method.name(), sparsity);
        }
      }
    }
    return trials;
  }

  /** For people and file names: {@code shapley-0.95-int8}. */
  public String label() {
    return network() + "-" + precision.label();
  }

  /** What is done to the network before quantisation. */
  Variant variant() {
    return method.equals(DENSE) ? Variant.DENSE : new Variant(method, new Sparsity(sparsity));
  }

  /** The network before quantisation: {@code dense} or {@code shapley-0.95}. */
  String network() {
    return method.equals(DENSE) ? DENSE : method + "-" + sparsity;
  }

  private static void addEachPrecision(
      List<Trial> trials, ExperimentSpec spec, long seed, String method, double sparsity) {
    for (Precision precision : spec.precisions()) {
      trials.add(new Trial(seed, method, sparsity, precision));
    }
  }
}
