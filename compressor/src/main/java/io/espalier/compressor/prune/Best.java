package io.espalier.compressor.prune;

import java.util.Arrays;
import java.util.BitSet;

/** Picks the best of many. */
final class Best {
  private Best() {}

  /** The numbers of the {@code places} highest scores; of equal ones the lower numbers. */
  static BitSet of(float[] scores, int places) {
    BitSet best = new BitSet(scores.length);
    if (places == 0) {
      return best;
    }
    float[] ascending = scores.clone();
    Arrays.sort(ascending);
    float worst = ascending[ascending.length - places];
    for (int i = 0; i < scores.length; i++) {
      best.set(i, scores[i] > worst);
    }
    int ties = places - best.cardinality();
    for (int i = 0; ties > 0; i++) {
      if (scores[i] == worst) {
        best.set(i);
        ties--;
      }
    }
    return best;
  }
}
