package io.espalier.node.observe;

import io.espalier.node.serve.InferenceListener;
import io.espalier.node.serve.LiveInference;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.telemetry.DriftSample.Statistic;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a model meets in use with a reference: the samples of its deployment where it has
 * some, else its first live inferences. A live inference costs one pass over its values and
 * allocates nothing. Thread-safe.
 */
public final class DriftMonitor implements InferenceListener {
  /** Live inferences that make a reference. */
  static final int REFERENCE = 1_000;

  /** Samples of a deployment that make one; fewer would fill its tenths by chance. */
  static final int LEAST_SAMPLES = 100;

  /** Live inferences of a window, at least; fewer would look like drift by chance. */
  static final int LEAST_WINDOW = 256;

  private @Nullable DriftReference given;
  private @Nullable Watch watch;

  /**
   * A window of live inferences.
   *
   * @param model which model
   * @param statistic what of each inference was compared
   * @param count inferences, at least 1
   * @param mean of the statistic
   * @param score population stability index against the reference
   */
  public record Window(Digest model, Statistic statistic, int count, double mean, double score) {}

  /** One deployment's model in use. */
  private static final class Watch {
    private final DeploymentId deployment;
    private final Digest model;
    private final @Nullable Statistic statistic;
    private double[] first = new double[REFERENCE];
    private int firsts;
    private @Nullable StabilityIndex index;

    Watch(LiveInference inference) {
      deployment = inference.deployment();
      model = inference.model();
      statistic =
          DriftStatistic.suiting(inference.input().length, inference.output().length).orElse(null);
    }

    void compareWith(double[] reference) {
      index = new StabilityIndex(reference);
      first = new double[0];
    }

    void add(double value) {
      if (index != null) {
        index.add(value);
        return;
      }
      first[firsts++] = value;
      if (firsts == REFERENCE) {
        compareWith(first);
      }
    }
  }

  /** A monitor that has seen nothing. */
  public DriftMonitor() {}

  /**
   * Takes what the samples of a deployment gave; ignored if they are too few to compare with. The
   * first counts: a later one of the same samples and model can only be the same.
   */
  public synchronized void reference(DriftReference reference) {
    boolean isKnown = given != null && given.deployment().equals(reference.deployment());
    if (isKnown || reference.values().length < LEAST_SAMPLES) {
      return;
    }
    given = reference;
    if (watch != null) {
      compareWithGiven(watch);
    }
  }

  @Override
  public synchronized void inferred(LiveInference inference) {
    Watch now = watch;
    if (now == null || !now.deployment.equals(inference.deployment())) {
      now = new Watch(inference);
      compareWithGiven(now);
      watch = now;
    }
    if (now.statistic != null) {
      now.add(DriftStatistic.of(now.statistic, inference.input(), inference.output()));
    }
  }

  /** The window since the last one, if it is long enough to say something. */
  public synchronized Optional<Window> takeWindow() {
    Watch now = watch;
    if (now == null
        || now.statistic == null
        || now.index == null
        || now.index.count() < LEAST_WINDOW) {
      return Optional.empty();
    }
    Window window =
        new Window(
            now.model, now.statistic, now.index.count(), now.index.mean(), now.index.score());
    now.index.clear();
    return Optional.of(window);
  }

  private void compareWithGiven(Watch now) {
    if (given != null
        && given.deployment().equals(now.deployment)
        && given.statistic() == now.statistic) {
      now.compareWith(given.values());
    }
  }
}
