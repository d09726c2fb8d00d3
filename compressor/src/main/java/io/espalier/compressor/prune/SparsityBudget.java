package io.espalier.compressor.prune;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.score.LinkScores;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many links of each layer stay, and which of them compete.
 *
 * @param kept for each layer of a model the number of its links that stay, at least 0
 * @param scope which links of a layer compete
 */
public record SparsityBudget(List<Integer> kept, Scope scope) {
  /**
   * @throws IllegalArgumentException if a number is negative
   */
  public SparsityBudget {
    kept = List.copyOf(kept);
    if (kept.stream().anyMatch(links -> links < 0)) {
      throw new IllegalArgumentException("budget: expected numbers of at least 0, found " + kept);
    }
  }

  /** The same share of every layer. */
  public static SparsityBudget uniform(List<LinkLayer> layers, Sparsity sparsity, Scope scope) {
    return new SparsityBudget(
        layers.stream().map(layer -> sparsity.kept(layer.links())).toList(), scope);
  }

  /**
   * What each layer keeps when the links of all layers compete. Scores of different layers are in
   * different units, so each is taken relative to the mean of its layer.
   */
  public static SparsityBudget global(LinkScores scores, Sparsity sparsity) {
    return acrossLayers(
        new LinkScores(scores.layers().stream().map(SparsityBudget::relative).toList()), sparsity);
  }

  /**
   * What each layer keeps when the links of all layers compete by their scores as they are, which
   * have to be in one unit, such as that of the loss.
   */
  public static SparsityBudget acrossLayers(LinkScores scores, Sparsity sparsity) {
    int links = scores.layers().stream().mapToInt(layer -> layer.length).sum();
    float[] all = new float[links];
    int from = 0;
    for (float[] layer : scores.layers()) {
      System.arraycopy(layer, 0, all, from, layer.length);
      from += layer.length;
    }
    BitSet best = Best.of(all, sparsity.kept(links));
    List<Integer> kept = new ArrayList<>();
    int start = 0;
    for (float[] layer : scores.layers()) {
      kept.add(best.get(start, start + layer.length).cardinality());
      start += layer.length;
    }
    return new SparsityBudget(kept, Scope.LAYER);
  }

  /**
   * The links of one layer that stay: those with the best scores, of equal ones those with the
   * lower number.
   *
   * @param layer its number
   * @param shape the layer
   * @param scores one a link
   * @throws IllegalArgumentException if there are not as many scores as links
   */
  public BitSet select(int layer, LinkLayer shape, float[] scores) {
    if (scores.length != shape.links()) {
      throw new IllegalArgumentException(
          "%s: expected %d scores, found %d".formatted(shape.name(), shape.links(), scores.length));
    }
    int places = Math.min(kept.get(layer), scores.length);
    return scope == Scope.LAYER ? Best.of(scores, places) : bestOfUnits(shape, scores, places);
  }

  /** The links of every layer that stay. */
  public PruningMask mask(List<LinkLayer> layers, LinkScores scores) {
    if (layers.size() != kept.size() || scores.layers().size() != kept.size()) {
      throw new IllegalArgumentException(
          "budget: expected %d layers, found %d with %d scored"
              .formatted(kept.size(), layers.size(), scores.layers().size()));
    }
    return new PruningMask(
        IntStream.range(0, kept.size())
            .mapToObj(l -> select(l, layers.get(l), scores.layers().get(l)))
            .toList());
  }

  private static BitSet bestOfUnits(LinkLayer shape, float[] scores, int places) {
    BitSet stay = new BitSet(scores.length);
    int unit = 0;
    int start = 0;
    for (DenseLayer group : shape.groups()) {
      for (int j = 0; j < group.outputs(); j++) {
        float[] ofUnit = new float[group.inputs()];
        for (int i = 0; i < ofUnit.length; i++) {
          ofUnit[i] = scores[start + i * group.outputs() + j];
        }
        // Cut so that the places of all units add up, however they divide.
        int share =
            (int)
                ((long) places * (unit + 1) / shape.units() - (long) places * unit / shape.units());
        BitSet best = Best.of(ofUnit, Math.min(share, ofUnit.length));
        for (int i = best.nextSetBit(0); i >= 0; i = best.nextSetBit(i + 1)) {
          stay.set(start + i * group.outputs() + j);
        }
        unit++;
      }
      start += group.links();
    }
    return stay;
  }

  private static float[] relative(float[] scores) {
    double sum = 0;
    for (float score : scores) {
      sum += score;
    }
    float[] relative = new float[scores.length];
    if (sum == 0) {
      return relative;
    }
    double scale = scores.length / sum;
    for (int i = 0; i < scores.length; i++) {
      relative[i] = (float) (scores[i] * scale);
    }
    return relative;
  }
}
