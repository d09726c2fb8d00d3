package io.espalier.shared.wire;

import java.util.Arrays;

/**
 * Predicts bits by several contexts at once. Each context has a counter that learns how often its
 * bits are 1; the counters' log odds are added up by weights, and the weights follow the gradient
 * of the coding cost (logistic mixing, M. Mahoney, "Adaptive weighing of context models for
 * lossless data compression", 2005).
 */
final class Mixture {
  /** A counter is a probability in 22 bits above a count in 10. */
  private static final int COUNT_BITS = 10;

  private static final int COUNT_MASK = (1 << COUNT_BITS) - 1;
  private static final int NEW_COUNTER = 1 << 31;
  private static final int MAX_COUNT = 255;
  private static final int WEIGHT_ONE = 1 << 16;

  /** How far weights follow an error, at first and in the end; by trial on pruned networks. */
  private static final int FIRST_RATE = 8192;

  private static final int LAST_RATE = 2000;

  /** 65,536 / (n + 1.6): a counter's step after n bits. */
  private static final int[] STEP = new int[MAX_COUNT + 1];

  /** 256 · n / (n + 2): how far a counter is trusted after n bits. */
  private static final int[] TRUST = new int[MAX_COUNT + 1];

  static {
    for (int n = 0; n <= MAX_COUNT; n++) {
      STEP[n] = 655_360 / (10 * n + 16);
      TRUST[n] = 256 * n / (n + 2);
    }
  }

  private final int inputs;
  private final int tableBits;
  private final int[] counters;
  private final int[] weights;
  private final int[] rates;
  private final int[] slots;
  private final int[] odds;

  /**
   * Knows nothing yet.
   *
   * @param inputs how many contexts predict each bit
   * @param tableBits log₂ of the counters of an input
   * @param sets how many sets of weights there are
   */
  Mixture(int inputs, int tableBits, int sets) {
    this.inputs = inputs;
    this.tableBits = tableBits;
    this.counters = new int[inputs << tableBits];
    this.weights = new int[inputs * sets];
    this.rates = new int[sets];
    this.slots = new int[inputs];
    this.odds = new int[inputs];
    Arrays.fill(counters, NEW_COUNTER);
    Arrays.fill(weights, WEIGHT_ONE / inputs);
    Arrays.fill(rates, FIRST_RATE);
  }

  /** Sets what input {@code i} goes by for the next bit. */
  void context(int i, int context) {
    int hash = context * 0x9E3779B1;
    hash ^= hash >>> 15;
    slots[i] = (i << tableBits) | ((hash * 0x85EBCA6B) >>> (Integer.SIZE - tableBits));
  }

  /** Codes one bit by the contexts that were set, and learns it. */
  int code(BitCoder coder, int bit, int set) throws WireException {
    int from = set * inputs;
    long sum = 0;
    for (int i = 0; i < inputs; i++) {
      int counter = counters[slots[i]];
      int x = (Logistic.logOdds(counter >>> 20) * TRUST[counter & COUNT_MASK]) >> 8;
      odds[i] = x;
      sum += (long) weights[from + i] * x;
    }
    int probability = Logistic.probability((int) Math.max(-4096, Math.min(4096, sum >> 16)));
    int coded = coder.code(bit, probability);
    learn(coded, probability, set);
    return coded;
  }

  private void learn(int bit, int probability, int set) {
    int from = set * inputs;
    int rate = rates[set];
    // From large steps to small ones, for weights settle.
    rates[set] = rate - ((rate - LAST_RATE) >> 8);
    long error = (long) (bit * BitCoder.ONE - probability) * rate;
    int target = bit * 0x3fffff;
    for (int i = 0; i < inputs; i++) {
      weights[from + i] += (int) ((odds[i] * error + (1 << 27)) >> 28);
      int counter = counters[slots[i]];
      int n = counter & COUNT_MASK;
      int p = counter >>> COUNT_BITS;
      p += (int) (((long) (target - p) * STEP[n]) >> 16);
      counters[slots[i]] = (p << COUNT_BITS) | Math.min(n + 1, MAX_COUNT);
    }
  }
}
