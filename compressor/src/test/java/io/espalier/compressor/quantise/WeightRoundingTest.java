package io.espalier.compressor.quantise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.CalibratedMlp;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WeightRoundingTest {
  private static final int ALL = 0;

  @ParameterizedTest
  @EnumSource
  void round_isNeverWorseThanTheNearestLevels_andMuchBetterInAll_seeds1To8(Converter converter)
      throws InterruptedException {
    double sum = 0;
    double nearestSum = 0;
    for (long seed = 1; seed <= 8; seed++) {
      CalibratedMlp model = model(seed, 40, 9, 3);
      List<LinkLayer> rounded = round(model, converter, 1);
      for (int layer = 0; layer < rounded.size(); layer++) {
        DenseLayer exact = model.network().layers().get(layer);
        double[] chosen = squaredErrors(model, layer, units(rounded.get(layer)));
        double[] nearest = squaredErrors(model, layer, nearest(exact, converter));
        for (int unit = 0; unit < chosen.length; unit++) {
          assertThat(chosen[unit]).isLessThanOrEqualTo(nearest[unit] * 1.0001);
          sum += chosen[unit];
          nearestSum += nearest[unit];
        }
      }
    }
    assertThat(sum).isLessThan(0.5 * nearestSum);
  }

  @Test
  void round_comesCloseToTheBestOfAllRoundings_seeds1To20() throws InterruptedException {
    double chosen = 0;
    double best = 0;
    for (long seed = 1; seed <= 20; seed++) {
      CalibratedMlp model = model(seed, 7, 1);
      DenseLayer exact = model.network().layers().get(0);
      chosen += squaredErrors(model, 0, units(round(model, Converter.CURRENT, 1).get(0)))[0];
      best += best(model, exact);
    }
    assertThat(chosen).isLessThan(1.35 * best);
  }

  @ParameterizedTest
  @EnumSource
  void round_choosesLevelsThatAConversionStoresAsTheyAre_seed9(Converter converter)
      throws InterruptedException {
    CalibratedMlp model = model(9, 50, 12, 4);
    List<LinkLayer> rounded = round(model, converter, 1);
    for (int layer = 0; layer < rounded.size(); layer++) {
      DenseLayer exact = model.network().layers().get(layer);
      DenseLayer units = units(rounded.get(layer));
      Channels channels = new Channels(units.outputs(), 1);
      Int8Tensor stored = converter.quantise(units.weights(), channels);

      float[] scales = converter.quantise(exact.weights(), channels).scales();
      for (int c = 0; c < scales.length; c++) {
        assertThat(stored.scales()[c]).isBetween(Math.nextDown(scales[c]), Math.nextUp(scales[c]));
      }
      float[] kept = stored.dequantised();
      for (int i = 0; i < kept.length; i++) {
        assertThat(Math.abs(kept[i] - units.weights()[i]))
            .isLessThanOrEqualTo(2 * Math.ulp(units.weights()[i]));
        assertThat(exact.weights()[i] == 0 && stored.levels()[i] != 0).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void round_toTheNearest_isWhatAConversionStores_seed12(Converter converter)
      throws InterruptedException {
    CalibratedMlp model = model(12, 30, 8, 4);
    try (Workers workers = new Workers("test", 1)) {
      List<LinkLayer> rounded = WeightRounding.NEAREST.round(model, converter, ALL, workers);
      for (int layer = 0; layer < rounded.size(); layer++) {
        DenseLayer exact = model.network().layers().get(layer);
        assertThat(units(rounded.get(layer)).weights())
            .isEqualTo(nearest(exact, converter).weights());
      }
    }
  }

  @Test
  void sqnr_ofLayers_gainsByRoundingForTheLayer_seed13() throws InterruptedException {
    CalibratedMlp model = model(13, 40, 30, 20);
    try (Workers workers = new Workers("test", 2)) {
      List<Double> decibels = new ArrayList<>();
      for (WeightRounding rounding : WeightRounding.values()) {
        List<LinkLayer> rounded = rounding.round(model, Converter.CURRENT, ALL, workers);
        decibels.add(Sqnr.ofLayers(model, model.with(rounded)).get(0).orElseThrow());
      }
      assertThat(decibels.get(0)).isBetween(35.0, 65.0);
      assertThat(decibels.get(1)).isGreaterThan(decibels.get(0) + 3);
    }
    assertThat(Sqnr.ofLayers(model, model)).containsOnly(Optional.empty());
  }

  @Test
  void round_isTheSameForAnyNumberOfThreads_seed10() throws InterruptedException {
    CalibratedMlp model = model(10, 60, 20, 5);

    List<LinkLayer> one = round(model, Converter.CURRENT, 1);
    List<LinkLayer> three = round(model, Converter.CURRENT, 3);

    for (int layer = 0; layer < one.size(); layer++) {
      assertThat(units(three.get(layer)).weights()).isEqualTo(units(one.get(layer)).weights());
    }
  }

  @Test
  void round_leavesSmallLayersAlone() throws InterruptedException {
    CalibratedMlp model = model(11, 40, 30, 2);
    try (Workers workers = new Workers("test", 1)) {
      List<LinkLayer> rounded =
          WeightRounding.LEAST_ERROR.round(
              model, Converter.CURRENT, Converter.MIN_ELEMENTS, workers);

      assertThat(rounded.get(0)).isNotEqualTo(model.layers().get(0));
      assertThat(rounded.get(1)).isEqualTo(model.layers().get(1));
    }
  }

  @Test
  void round_keepsUnitsOfZerosAndInputsThatAreAlwaysZero() throws InterruptedException {
    float[] weights = {0, 0.3f, 0, -0.7f, 0, 0.11f};
    DenseLayer layer = new DenseLayer("l", 3, 2, weights, new float[2], Activation.LINEAR);
    CalibratedMlp model = new CalibratedMlp(new Mlp(List.of(layer)), Matrix.zeros(5, 3));

    DenseLayer rounded = units(round(model, Converter.CURRENT, 1).get(0));

    assertThat(rounded.weights()).isEqualTo(nearest(layer, Converter.CURRENT).weights());
  }

  @Test
  void round_refusesWeightsThatAreNotFinite() {
    float[] weights = {1, Float.NaN};
    DenseLayer layer = new DenseLayer("dense", 2, 1, weights, new float[1], Activation.LINEAR);
    CalibratedMlp model = new CalibratedMlp(new Mlp(List.of(layer)), Matrix.zeros(5, 2));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> round(model, Converter.CURRENT, 1))
        .withMessage("dense: quantise: expected finite values, found NaN at 1");
  }

  private static List<LinkLayer> round(CalibratedMlp model, Converter converter, int threads)
      throws InterruptedException {
    try (Workers workers = new Workers("test", threads)) {
      return WeightRounding.LEAST_ERROR.round(model, converter, ALL, workers);
    }
  }

  private static DenseLayer units(LinkLayer layer) {
    return layer.groups().get(0);
  }

  private static DenseLayer nearest(DenseLayer layer, Converter converter) {
    Channels channels = new Channels(layer.outputs(), 1);
    return layer.withWeights(converter.quantise(layer.weights(), channels).dequantised());
  }

  /** For each unit, the squared distance between its sums and those of other weights. */
  private static double[] squaredErrors(CalibratedMlp model, int layer, DenseLayer other) {
    double[] squared = new double[other.outputs()];
    for (int b = 0; b < model.batches(); b++) {
      Matrix x = model.run(b).batch(layer, 0).inputs();
      DenseLayer exact = model.network().layers().get(layer);
      for (int row = 0; row < x.rows(); row++) {
        for (int unit = 0; unit < squared.length; unit++) {
          double missed = 0;
          for (int i = 0; i < x.columns(); i++) {
            int link = i * squared.length + unit;
            missed += x.get(row, i) * ((double) other.weights()[link] - exact.weights()[link]);
          }
          squared[unit] += missed * missed;
        }
      }
    }
    return squared;
  }

  /** The least squared error of a unit of 7 links whose levels are at most one from the nearest. */
  private static double best(CalibratedMlp model, DenseLayer exact) {
    Int8Tensor nearest = Converter.CURRENT.quantise(exact.weights(), Channels.ONE);
    double best = Double.POSITIVE_INFINITY;
    for (int code = 0; code < 2187; code++) {
      float[] weights = new float[7];
      int rest = code;
      for (int i = 0; i < 7; i++, rest /= 3) {
        boolean fixed = exact.weights()[i] == 0 || Math.abs(nearest.levels()[i]) == 127;
        weights[i] = nearest.scales()[0] * (nearest.levels()[i] + (fixed ? 0 : rest % 3 - 1));
      }
      best = Math.min(best, squaredErrors(model, 0, exact.withWeights(weights))[0]);
    }
    return best;
  }

  /** RELU layers, a third of whose links are pruned, and inputs that go with one another. */
  private static CalibratedMlp model(long seed, int... widths) {
    Random random = new Random(seed);
    DenseLayer[] layers = new DenseLayer[widths.length - 1];
    for (int k = 0; k < layers.length; k++) {
      float[] weights = new float[widths[k] * widths[k + 1]];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = random.nextInt(3) == 0 ? 0 : (float) random.nextGaussian();
      }
      layers[k] =
          new DenseLayer(
              "dense_" + k,
              widths[k],
              widths[k + 1],
              weights,
              new float[widths[k + 1]],
              Activation.RELU);
    }
    Matrix samples = Matrix.zeros(300, widths[0]);
    for (int row = 0; row < samples.rows(); row++) {
      float common = random.nextFloat();
      for (int i = 0; i < widths[0]; i++) {
        samples.values()[row * widths[0] + i] = common + random.nextFloat() / 2;
      }
    }
    return new CalibratedMlp(new Mlp(List.of(layers)), samples);
  }
}
