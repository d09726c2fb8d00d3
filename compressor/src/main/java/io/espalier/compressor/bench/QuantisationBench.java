package io.espalier.compressor.bench;

import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.data.Datasets;
import io.espalier.compressor.graph.CalibratedMlp;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Blas;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.quantise.Affine;
import io.espalier.compressor.quantise.Calibration;
import io.espalier.compressor.quantise.Converter;
import io.espalier.compressor.quantise.RangeObserver;
import io.espalier.compressor.quantise.Sqnr;
import io.espalier.compressor.quantise.WeightRounding;
import io.espalier.compressor.train.Trainer;
import io.espalier.compressor.train.TrainingRecipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * How long 8-bit quantisation of an autoencoder of 434,176 links takes, and how much noise it adds
 * on images that neither training nor calibration saw.
 */
final class QuantisationBench implements Benchmark {
  private static final int TRAINING_IMAGES = 20_000;
  private static final int CALIBRATION_IMAGES = 2_000;
  private static final int REPEATS = 3;

  @Override
  public String name() {
    return "quantisation";
  }

  @Override
  public List<Figure> measure(Consumer<String> progress) throws Exception {
    List<Figure> figures = new ArrayList<>();
    try (Workers workers = Workers.onEveryCore("quantisation")) {
      progress.accept("trains the network");
      Dataset images = Datasets.mnist();
      TrainingRecipe recipe = new TrainingRecipe(List.of(784, 256, 64, 256, 784), 3);
      Mlp network =
          new Trainer(recipe, workers)
              .train(images.trainImages().rows(0, TRAINING_IMAGES), 0, (epoch, done, loss) -> {});
      CalibratedMlp seen =
          new CalibratedMlp(network, images.trainImages().rows(0, CALIBRATION_IMAGES));
      CalibratedMlp unseen =
          new CalibratedMlp(network, images.testImages().rows(0, CALIBRATION_IMAGES));
      for (WeightRounding rounding : WeightRounding.values()) {
        progress.accept("rounds weights: " + label(rounding));
        figures.addAll(weights(rounding, seen, unseen, workers));
      }
      for (Calibration calibration : Calibration.values()) {
        progress.accept("quantises activations: " + label(calibration));
        figures.add(activations(calibration, seen, unseen));
      }
      progress.accept("trains a classifier and quantises all of it");
      figures.addAll(IntegerAccuracy.measure(images, workers));
    }
    return figures;
  }

  private static List<Figure> weights(
      WeightRounding rounding, CalibratedMlp seen, CalibratedMlp unseen, Workers workers)
      throws InterruptedException {
    List<LinkLayer> rounded = seen.layers();
    double millis = Double.POSITIVE_INFINITY;
    for (int i = 0; i < REPEATS; i++) {
      long start = System.nanoTime();
      rounded = rounding.round(seen, Converter.CURRENT, Converter.MIN_ELEMENTS, workers);
      millis = Math.min(millis, (System.nanoTime() - start) / 1e6);
    }
    double decibels =
        Sqnr.ofLayers(unseen, unseen.with(rounded)).stream()
            .mapToDouble(layer -> layer.orElseThrow())
            .average()
            .orElseThrow();
    String name = "quantisation/weights/" + label(rounding);
    Figure time = Figure.of(name + "/time", millis, "ms");
    return List.of(
        rounding == WeightRounding.LEAST_ERROR ? time.above(products(seen)) : time,
        Figure.of(name + "/sqnr", decibels, "dB"));
  }

  /** Milliseconds for the products XᵀX of all layers alone. */
  private static double products(LinkModel model) {
    double millis = 0;
    for (int layer = 0; layer < model.layers().size(); layer++) {
      for (int batch = 0; batch < model.batches(); batch++) {
        Matrix x = model.run(batch).batch(layer, 0).inputs();
        int n = x.columns();
        float[] product = new float[n * n];
        long start = System.nanoTime();
        Blas.multiplyTransposedLeft(n, n, x.rows(), x.values(), x.values(), 0f, product);
        millis += (System.nanoTime() - start) / 1e6;
      }
    }
    return millis;
  }

  /**
   * What the hidden activations lose when their ranges come from other images. The pixels lose
   * nothing, for they are 256 levels already.
   */
  private static Figure activations(Calibration calibration, LinkModel seen, LinkModel unseen) {
    double decibels = 0;
    int layers = seen.layers().size();
    for (int layer = 1; layer < layers; layer++) {
      RangeObserver observer = calibration.observer();
      for (int batch = 0; batch < seen.batches(); batch++) {
        observer.observe(seen.run(batch).batch(layer, 0).inputs().values());
      }
      Affine affine = Affine.over(observer.range());
      Sqnr sqnr = new Sqnr();
      for (int batch = 0; batch < unseen.batches(); batch++) {
        float[] exact = unseen.run(batch).batch(layer, 0).inputs().values();
        float[] restored = new float[exact.length];
        for (int i = 0; i < exact.length; i++) {
          restored[i] = affine.value(affine.level(exact[i]));
        }
        sqnr.add(exact, restored);
      }
      decibels += sqnr.decibels().orElseThrow() / (layers - 1);
    }
    return Figure.of("quantisation/activations/" + label(calibration) + "/sqnr", decibels, "dB");
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
