package io.espalier.controller.experiment;

import io.espalier.controller.link.Publishable;
import io.espalier.shared.artifact.Precision;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A compressed network whose files are in the run's directory.
 *
 * @param sparsityReached the fraction of links whose weight is zero
 * @param head turns its output into a class; absent if it tells that itself
 * @param models one for each precision
 */
record StoredNetwork(
    double sparsityReached, @Nullable Publishable head, Map<Precision, Publishable> models) {
  StoredNetwork {
    models = Map.copyOf(models);
  }
}
