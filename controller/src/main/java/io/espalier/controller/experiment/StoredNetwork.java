package io.espalier.controller.experiment;

import io.espalier.controller.link.Publishable;
import io.espalier.shared.artifact.Precision;
import java.util.Map;

/**
 * A compressed network whose files are in the run's directory.
 *
 * @param sparsityReached the fraction of links whose weight is zero
 * @param head turns its output into a class
 * @param models one for each precision
 */
record StoredNetwork(double sparsityReached, Publishable head, Map<Precision, Publishable> models) {
  StoredNetwork {
    models = Map.copyOf(models);
  }
}
