package io.espalier.compressor.prune;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.score.Gram;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What is done about what pruning broke, one group of units after the other. */
@FunctionalInterface
public interface LayerRepair {
  /** Leaves weights and biases as they are. */
  LayerRepair NONE = (pruned, stay, gram) -> pruned;

  /**
   * The group repaired; weights of links that do not stay are 0.
   *
   * @param pruned the group without its pruned links
   * @param stay the links that stay, in the order of the weights
   * @param gram what the group sees now, and the sums wanted of it
   * @throws InterruptedException if the calling thread is interrupted
   */
  DenseLayer repair(DenseLayer pruned, BitSet stay, Gram gram) throws InterruptedException;

  /**
   * A whole layer pruned and repaired, {@code stay} and {@code grams} running through its groups.
   */
  default LinkLayer repair(LinkLayer layer, BitSet stay, List<Gram> grams)
      throws InterruptedException {
    LinkLayer pruned = Pruner.prune(layer, stay);
    List<DenseLayer> groups = new ArrayList<>();
    int start = 0;
    for (int g = 0; g < grams.size(); g++) {
      DenseLayer group = pruned.groups().get(g);
      groups.add(repair(group, stay.get(start, start + group.links()), grams.get(g)));
      start += group.links();
    }
    return pruned.withGroups(groups);
  }
}
