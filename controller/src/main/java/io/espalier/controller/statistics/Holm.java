package io.espalier.controller.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What several tests say together (S. Holm, Scandinavian Journal of Statistics 6, 1979): with
 * adjusted p below α called significant, any false call has probability α at most.
 */
public final class Holm {
  private Holm() {}

  /** Adjusted p values, in the order of those given. */
  public static List<Double> adjusted(List<Double> p) {
    List<Integer> ascending =
        IntStream.range(0, p.size()).boxed().sorted(Comparator.comparing(p::get)).toList();
    List<Double> adjusted = new ArrayList<>(p);
    double least = 0;
    for (int rank = 0; rank < ascending.size(); rank++) {
      int i = ascending.get(rank);
      least = Math.max(least, Math.min(1, (p.size() - rank) * p.get(i)));
      adjusted.set(i, least);
    }
    return List.copyOf(adjusted);
  }
}
