package io.espalier.compressor.gradual;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.prune.PruningMask;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.score.LinkScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Takes whole hidden units before links, for a network without them is a smaller one and faster,
 * while links alone buy no time. A unit is worth what its links are, into it and out of it. Of each
 * hidden layer of m units as many stay as the share (1 − p)ᵉ of the sparsity p says, and at least
 * {@code fewest}; then {@code links} chooses among the links of those.
 *
 * @param links which of the links left stay; the network is fully connected
 * @param exponent e, above 0; the smaller, the more units share the links that stay
 * @param fewest units of a hidden layer that stay in any case, at least 1
 */
public record UnitsFirst(MaskRule links, double exponent, int fewest) implements MaskRule {
  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public UnitsFirst {
    if (!(exponent > 0) || fewest < 1) {
      throw new IllegalArgumentException(
          "units: expected an exponent above 0 and at least 1 unit, found %s and %d"
              .formatted(exponent, fewest));
    }
  }

  @Override
  public PruningMask choose(List<LinkLayer> layers, LinkScores scores, Sparsity sparsity) {
    List<float[]> left = new ArrayList<>(scores.layers().stream().map(float[]::clone).toList());
    for (int l = 0; l + 1 < layers.size(); l++) {
      DenseLayer into = layers.get(l).groups().get(0);
      DenseLayer outOf = layers.get(l + 1).groups().get(0);
      double[] worth = worth(into, outOf, scores.layers().get(l), scores.layers().get(l + 1));
      int stay =
          Math.max(
              Math.min(fewest, worth.length),
              (int) Math.round(worth.length * Math.pow(1 - sparsity.share(), exponent)));
      double[] ranked = worth.clone();
      Arrays.sort(ranked);
      double least = ranked[worth.length - stay];
      for (int unit = 0; unit < worth.length; unit++) {
        if (worth[unit] < least) {
          forget(unit, into, outOf, left.get(l), left.get(l + 1));
        }
      }
    }
    return withoutWorthless(links.choose(layers, new LinkScores(left), sparsity), left);
  }

  private static double[] worth(
      DenseLayer into, DenseLayer outOf, float[] intoScores, float[] outOfScores) {
    double[] worth = new double[into.outputs()];
    for (int link = 0; link < intoScores.length; link++) {
      worth[link % into.outputs()] += intoScores[link];
    }
    for (int link = 0; link < outOfScores.length; link++) {
      worth[link / outOf.outputs()] += outOfScores[link];
    }
    return worth;
  }

  private static void forget(
      int unit, DenseLayer into, DenseLayer outOf, float[] intoScores, float[] outOfScores) {
    for (int i = 0; i < into.inputs(); i++) {
      intoScores[i * into.outputs() + unit] = 0;
    }
    Arrays.fill(outOfScores, unit * outOf.outputs(), (unit + 1) * outOf.outputs(), 0f);
  }

  /** The rule fills its places even where nothing is left that is worth one. */
  private static PruningMask withoutWorthless(PruningMask mask, List<float[]> scores) {
    List<BitSet> worthy = new ArrayList<>();
    for (int l = 0; l < scores.size(); l++) {
      float[] ofLayer = scores.get(l);
      BitSet stay = new BitSet(ofLayer.length);
      mask.layers().get(l).stream().filter(link -> ofLayer[link] > 0).forEach(stay::set);
      worthy.add(stay);
    }
    return new PruningMask(worthy);
  }
}
