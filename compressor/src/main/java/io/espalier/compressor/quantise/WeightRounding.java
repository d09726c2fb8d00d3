package io.espalier.compressor.quantise;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.linalg.Blas;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Moves weights to the levels that they will be stored at.
 *
 * <p>Scales are what {@link Converter} gives the original weights, and the largest weight of each
 * channel keeps its level; so a conversion that rounds to the nearest level stores exactly what was
 * chosen here. Links of weight zero stay zero.
 */
public enum WeightRounding {
  /** Each weight to the nearest level. */
  NEAREST {
    @Override
    List<Function<UnitWeights, byte[]>> levels(LinkModel model, int layer) {
      return Collections.nCopies(model.layers().get(layer).groups().size(), UnitWeights::nearest);
    }
  },
  /**
   * To the levels that change the sums of the layer least on the calibration data: the error that
   * one rounding makes is made good by how the other links of the unit are rounded. Units of more
   * than 4,608 inputs get the nearest levels, for memory grows with the square of that number.
   */
  LEAST_ERROR {
    @Override
    List<Function<UnitWeights, byte[]>> levels(LinkModel model, int layer)
        throws InterruptedException {
      List<DenseLayer> groups = model.layers().get(layer).groups();
      int inputs = groups.get(0).inputs();
      if (inputs > MAX_INPUTS) {
        return NEAREST.levels(model, layer);
      }
      return grams(model, layer, groups.size(), inputs).stream()
          .map(gram -> (Function<UnitWeights, byte[]>) new UnitRounding(inputs, gram)::round)
          .toList();
    }
  };

  private static final int MAX_INPUTS = 4608;

  /** The name in options, for instance {@code least-error}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** For each group of a layer, what chooses the levels of its units. */
  abstract List<Function<UnitWeights, byte[]>> levels(LinkModel model, int layer)
      throws InterruptedException;

  /**
   * The layers of a model with rounded weights.
   *
   * @param model with calibration data
   * @param converter whose scales are used
   * @param minLinks layers of fewer links are left as they are, for they will not be quantised
   * @param workers do the work; the result is the same for any number of them
   * @throws InterruptedException if the calling thread is interrupted
   * @throws IllegalArgumentException if a weight is not finite; the message names the layer
   */
  public List<LinkLayer> round(LinkModel model, Converter converter, int minLinks, Workers workers)
      throws InterruptedException {
    List<LinkLayer> rounded = new ArrayList<>();
    List<LinkLayer> layers = model.layers();
    for (int number = 0; number < layers.size(); number++) {
      LinkLayer layer = layers.get(number);
      boolean stays = layer.links() < minLinks;
      rounded.add(stays ? layer : rounded(model, number, layer, converter, workers));
    }
    return rounded;
  }

  private LinkLayer rounded(
      LinkModel model, int number, LinkLayer layer, Converter converter, Workers workers)
      throws InterruptedException {
    List<float[]> ranges = ranges(layer, converter);
    List<Function<UnitWeights, byte[]>> choosers = levels(model, number);
    List<DenseLayer> groups = new ArrayList<>();
    for (int g = 0; g < layer.groups().size(); g++) {
      DenseLayer units = layer.groups().get(g);
      int m = units.outputs();
      float[] weights = new float[units.links()];
      float[] range = ranges.get(g);
      Function<UnitWeights, byte[]> chooser = choosers.get(g);
      workers.forEach(
          m,
          j -> {
            UnitWeights unit = new UnitWeights(units.weights(), j, m, range[j], converter);
            byte[] levels = chooser.apply(unit);
            for (int i = 0; i < levels.length; i++) {
              weights[i * m + j] = unit.value(levels[i]);
            }
          });
      groups.add(units.withWeights(weights));
    }
    return layer.withGroups(groups);
  }

  /** The range of each unit's channel, group by group. */
  private static List<float[]> ranges(LinkLayer layer, Converter converter) {
    List<float[]> ranges = new ArrayList<>();
    float largest = 0;
    for (DenseLayer units : layer.groups()) {
      try {
        ranges.add(new Channels(units.outputs(), 1).ranges(units.weights()));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(layer.name() + ": " + e.getMessage(), e);
      }
      for (float range : ranges.get(ranges.size() - 1)) {
        largest = Math.max(largest, range);
      }
    }
    if (!converter.channelwise()) {
      for (float[] range : ranges) {
        Arrays.fill(range, largest);
      }
    }
    return ranges;
  }

  /** XᵀX of each group over all calibration data. */
  private static List<float[]> grams(LinkModel model, int layer, int groups, int inputs)
      throws InterruptedException {
    List<float[]> grams = Stream.generate(() -> new float[inputs * inputs]).limit(groups).toList();
    for (int batch = 0; batch < model.batches(); batch++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      LinkModel.Pass pass = model.run(batch);
      for (int g = 0; g < groups; g++) {
        Matrix x = pass.batch(layer, g).inputs();
        Blas.multiplyTransposedLeft(
            inputs, inputs, x.rows(), x.values(), x.values(), 1f, grams.get(g));
      }
    }
    return grams;
  }
}
