package io.espalier.compressor.prune;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.score.LinkScores;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives every unit of the last layer a way from the input. A unit without one gets back its best
 * link from a source that has one; if there is no such source, the source of its best link is given
 * a way first. Each link that comes back is paid for by the worst of its layer that its unit can do
 * without, as long as there is one.
 */
public final class ReachableOutputs {
  private final List<LinkLayer> layers;
  private final LinkScores scores;
  private final List<BitSet> stay;

  /** For each layer and unit the number of its live links from sources that have a way. */
  private final List<int[]> ways = new ArrayList<>();

  private ReachableOutputs(List<LinkLayer> layers, LinkScores scores, PruningMask mask) {
    this.layers = layers;
    this.scores = scores;
    this.stay = mask.layers().stream().map(layer -> (BitSet) layer.clone()).toList();
    for (int l = 0; l < layers.size(); l++) {
      ways.add(new int[layers.get(l).units()]);
      for (int link = stay.get(l).nextSetBit(0);
          link >= 0;
          link = stay.get(l).nextSetBit(link + 1)) {
        Place place = Place.of(layers.get(l), link);
        if (hasWay(l, place.input)) {
          ways.get(l)[place.unit]++;
        }
      }
    }
  }

  /**
   * A mask in which every unit of the last layer is reached, with as many links as {@code mask}, or
   * a few more where nothing can be given up. Layers that are not next to each other, with other
   * operators between them, count as reached.
   */
  public static PruningMask ensure(List<LinkLayer> layers, LinkScores scores, PruningMask mask) {
    ReachableOutputs outputs = new ReachableOutputs(layers, scores, mask);
    int last = layers.size() - 1;
    for (int unit = 0; last >= 0 && unit < layers.get(last).units(); unit++) {
      outputs.reach(last, unit);
    }
    return new PruningMask(outputs.stay);
  }

  private void reach(int l, int unit) {
    if (ways.get(l)[unit] > 0) {
      return;
    }
    Place best = best(l, unit, true).orElseGet(() -> givenAWay(l, unit));
    if (!stay.get(l).get(best.link)) {
      stay.get(l).set(best.link);
      ways.get(l)[unit]++;
      giveUpWorst(l, best.link);
    }
  }

  /** The best link of a unit whose sources all have no way; its source has one afterwards. */
  private Place givenAWay(int l, int unit) {
    Place best = best(l, unit, false).orElseThrow();
    reach(l - 1, best.input);
    countNewWays(l, best.input);
    return best;
  }

  /** Links of a source count that had no way until now. */
  private void countNewWays(int l, int input) {
    LinkLayer layer = layers.get(l);
    for (int link = stay.get(l).nextSetBit(0); link >= 0; link = stay.get(l).nextSetBit(link + 1)) {
      Place place = Place.of(layer, link);
      if (place.input == input) {
        ways.get(l)[place.unit]++;
      }
    }
  }

  private Optional<Place> best(int l, int unit, boolean fromReached) {
    float[] worth = scores.layers().get(l);
    return Place.intoUnit(layers.get(l), unit).stream()
        .filter(place -> !fromReached || hasWay(l, place.input))
        .max(
            Comparator.comparingDouble((Place place) -> worth[place.link])
                .thenComparing(Place::link, Comparator.reverseOrder()));
  }

  private void giveUpWorst(int l, int revived) {
    float[] worth = scores.layers().get(l);
    @Nullable Place worst = null;
    for (int link = stay.get(l).nextSetBit(0); link >= 0; link = stay.get(l).nextSetBit(link + 1)) {
      Place place = Place.of(layers.get(l), link);
      boolean spare = link != revived && (!hasWay(l, place.input) || ways.get(l)[place.unit] > 1);
      if (spare && (worst == null || worth[link] < worth[worst.link])) {
        worst = place;
      }
    }
    if (worst != null) {
      stay.get(l).clear(worst.link);
      if (hasWay(l, worst.input)) {
        ways.get(l)[worst.unit]--;
      }
    }
  }

  private boolean hasWay(int l, int input) {
    return !chained(l) || ways.get(l - 1)[input] > 0;
  }

  /** Whether the inputs of layer {@code l} are the units of the layer before it, one for one. */
  private boolean chained(int l) {
    return l > 0
        && layers.get(l).groups().size() == 1
        && layers.get(l - 1).groups().size() == 1
        && layers.get(l).groups().get(0).inputs() == layers.get(l - 1).units();
  }

  /** Where a link is: from which input of its group to which unit of its layer. */
  private record Place(int link, int input, int unit) {
    static Place of(LinkLayer layer, int link) {
      int unit = 0;
      int start = 0;
      for (DenseLayer group : layer.groups()) {
        if (link < start + group.links()) {
          int k = link - start;
          return new Place(link, k / group.outputs(), unit + k % group.outputs());
        }
        start += group.links();
        unit += group.outputs();
      }
      throw new IllegalArgumentException(layer.name() + ": has no link " + link);
    }

    static List<Place> intoUnit(LinkLayer layer, int unit) {
      int first = 0;
      int start = 0;
      for (DenseLayer group : layer.groups()) {
        if (unit < first + group.outputs()) {
          List<Place> places = new ArrayList<>();
          for (int i = 0; i < group.inputs(); i++) {
            places.add(new Place(start + i * group.outputs() + unit - first, i, unit));
          }
          return places;
        }
        start += group.links();
        first += group.outputs();
      }
      throw new IllegalArgumentException(layer.name() + ": has no unit " + unit);
    }
  }
}
