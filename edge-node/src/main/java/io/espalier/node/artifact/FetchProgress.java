package io.espalier.node.artifact;

/** Hears how far a fetch is, from any thread; must be quick. */
@FunctionalInterface
public interface FetchProgress {
  /**
   * Some chunks are there.
   *
   * @param share of all, 0 to 1
   */
  void at(double share);
}
