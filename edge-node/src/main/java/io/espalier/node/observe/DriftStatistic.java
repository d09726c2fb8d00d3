package io.espalier.node.observe;

import io.espalier.shared.telemetry.DriftSample.Statistic;
import java.util.Optional;

/** The one number of an inference that drift is seen by; no label is needed for it. */
public final class DriftStatistic {
  /** How far the sum of shares may be from 1, for those of INT8 models are rounded. */
  private static final double ROUNDING = 0.02;

  private DriftStatistic() {}

  /**
   * What to look at in a model of that shape.
   *
   * @return empty where a single output says nothing about itself
   */
  public static Optional<Statistic> suiting(int inputWidth, int outputWidth) {
    if (outputWidth < 2) {
      return Optional.empty();
    }
    return Optional.of(
        inputWidth == outputWidth ? Statistic.RECONSTRUCTION_ERROR : Statistic.CONFIDENCE);
  }

  /** Its value for an inference; allocates nothing. */
  public static double of(Statistic statistic, float[] input, float[] output) {
    return switch (statistic) {
      case RECONSTRUCTION_ERROR -> meanSquaredDifference(input, output);
      case CONFIDENCE -> confidence(output);
    };
  }

  private static double meanSquaredDifference(float[] input, float[] output) {
    double sum = 0;
    for (int i = 0; i < input.length; i++) {
      double difference = (double) output[i] - input[i];
      sum += difference * difference;
    }
    return sum / input.length;
  }

  /** The largest softmax share of scores; where they are shares already, the largest of them. */
  private static double confidence(float[] output) {
    double largest = output[0];
    double smallest = output[0];
    double sum = 0;
    for (float score : output) {
      largest = Math.max(largest, score);
      smallest = Math.min(smallest, score);
      sum += score;
    }
    if (smallest >= 0 && Math.abs(sum - 1) <= ROUNDING) {
      return largest;
    }
    double shares = 0;
    for (float score : output) {
      shares += Math.exp(score - largest);
    }
    return 1 / shares;
  }
}
