package io.espalier.shared.wire;

/**
 * The logistic function and its inverse in whole numbers, so that both ends of a wire agree to the
 * last bit on any machine: log odds in 1/256 nats, probabilities in 1/65,536.
 */
final class Logistic {
  /** The largest log odds, in 1/256 nats. */
  static final int LIMIT = 2815;

  private static final int[] PROBABILITIES = new int[2 * LIMIT + 1];
  private static final short[] LOG_ODDS = new short[4096];

  static {
    for (int x = -LIMIT; x <= LIMIT; x++) {
      PROBABILITIES[x + LIMIT] =
          (int) Math.max(1, Math.min(65_535, 65_536 / (1 + StrictMath.exp(-x / 256.0))));
    }
    for (int i = 0; i < LOG_ODDS.length; i++) {
      double p = (i + 0.5) / LOG_ODDS.length;
      LOG_ODDS[i] = (short) Math.round(256 * StrictMath.log(p / (1 - p)));
    }
  }

  private Logistic() {}

  /** The probability in 1/65,536, at least 1 and at most 65,535. */
  static int probability(int logOdds) {
    return PROBABILITIES[Math.max(-LIMIT, Math.min(LIMIT, logOdds)) + LIMIT];
  }

  /** The log odds of a probability in 1/4,096. */
  static int logOdds(int probability) {
    return LOG_ODDS[probability];
  }
}
