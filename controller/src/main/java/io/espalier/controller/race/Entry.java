package io.espalier.controller.race;

import java.util.List;
import java.util.Map;

/**
 * What a variant has shown so far. Where it was not measured, nodes being offline, it has nothing.
 *
 * @param variant which variant
 * @param worth how good it is, more is better, by block: figures of one block may be compared with
 *     each other, those of different blocks may not
 * @param excess for each constraint, by class of hardware, by how much it was missed each time; at
 *     or below 0 where it holds
 */
public record Entry(
    String variant, Map<String, Double> worth, List<Map<String, List<Double>>> excess) {
  /** Copies. */
  public Entry {
    worth = Map.copyOf(worth);
    excess = excess.stream().map(Map::copyOf).toList();
  }
}
