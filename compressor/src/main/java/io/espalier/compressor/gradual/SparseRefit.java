package io.espalier.compressor.gradual;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.prune.BiasCorrection;
import io.espalier.compressor.prune.LayerRepair;
import io.espalier.compressor.prune.SurvivorRefit;
import io.espalier.compressor.score.Gram;
import java.util.BitSet;

/**
 * Refits layers of which at most a fifth is left, where pruning hurts and a refit is quick, for it
 * takes the third power of the links that a unit has left; corrects the biases of others.
 */
public final class SparseRefit implements LayerRepair {
  private static final int SHARE = 5;

  private final LayerRepair dense = new BiasCorrection();
  private final LayerRepair sparse;

  /** A repair on those threads; results do not depend on how many there are. */
  public SparseRefit(Workers workers) {
    sparse = new SurvivorRefit(workers);
  }

  @Override
  public DenseLayer repair(DenseLayer pruned, BitSet stay, Gram gram) throws InterruptedException {
    LayerRepair repair = stay.cardinality() <= pruned.links() / SHARE ? sparse : dense;
    return repair.repair(pruned, stay, gram);
  }
}
