package io.espalier.compressor.gradual;

import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.prune.PruningMask;
import io.espalier.compressor.prune.Sparsity;

/** Is handed the network as it is after each round. */
@FunctionalInterface
public interface Snapshots {
  /**
   * Called on the pruning thread after a round's fine-tuning.
   *
   * @param network which nothing changes later
   * @param mask the links that stay
   * @throws InterruptedException if the thread is interrupted
   */
  void take(Sparsity sparsity, Mlp network, PruningMask mask) throws InterruptedException;
}
