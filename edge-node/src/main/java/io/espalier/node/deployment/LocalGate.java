package io.espalier.node.deployment;

import io.espalier.shared.deployment.Acceptance;
import io.espalier.shared.deployment.AccuracyChange;
import io.espalier.shared.deployment.Evidence;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a node alone may conclude from its own samples. It protects the node, not the fleet: it says
 * no to a model's accuracy only when these samples show harm beyond doubt.
 */
final class LocalGate {
  /** Quantile of the normal distribution for 99%, one-sided. */
  private static final double Z = 2.326;

  private LocalGate() {}

  /**
   * Holds evidence against what is acceptable.
   *
   * @return why the model is not kept, one line for people; null if it is
   */
  static @Nullable String objection(Acceptance acceptance, Evidence evidence) {
    String accuracy = accuracyObjection(acceptance, evidence);
    if (accuracy != null) {
      return accuracy;
    }
    Double maxP99 = acceptance.maxP99Us();
    if (maxP99 != null && evidence.latency().p99Us() > maxP99) {
      return "p99 of an inference: expected at most %s, found %s"
          .formatted(micros(maxP99), micros(evidence.latency().p99Us()));
    }
    Long maxRss = acceptance.maxRssBytes();
    if (maxRss != null && evidence.rssBytes() > maxRss) {
      return "resident memory: expected at most %d bytes, found %d"
          .formatted(maxRss, evidence.rssBytes());
    }
    return null;
  }

  private static @Nullable String accuracyObjection(Acceptance acceptance, Evidence evidence) {
    Double maxDrop = acceptance.maxAccuracyDrop();
    AccuracyChange change = evidence.change();
    if (maxDrop != null && change != null && change.interval(Z).low() > maxDrop) {
      return "accuracy drop on %d samples: expected at most %s, found %s, at least %s with 99%%"
          .formatted(
              change.samples(),
              share(maxDrop),
              share(change.drop()),
              share(change.interval(Z).low()));
    }
    Double least = acceptance.minAccuracy();
    Integer correct = evidence.correct();
    if (least != null && correct != null && mostLikely(correct, evidence.samples()) < least) {
      return "accuracy on %d samples: expected at least %s, found %s, at most %s with 99%%"
          .formatted(
              evidence.samples(),
              share(least),
              share(correct / (double) evidence.samples()),
              share(mostLikely(correct, evidence.samples())));
    }
    return null;
  }

  /**
   * The upper end of the confidence interval of a share (E. B. Wilson, Journal of the American
   * Statistical Association 22, 1927).
   */
  static double mostLikely(int correct, int samples) {
    double n = samples;
    double p = correct / n;
    double z2 = Z * Z;
    double half = Z * Math.sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    return (p + z2 / (2 * n) + half) / (1 + z2 / n);
  }

  private static String share(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String micros(double value) {
    return String.format(Locale.ROOT, "%.1f µs", value);
  }
}
