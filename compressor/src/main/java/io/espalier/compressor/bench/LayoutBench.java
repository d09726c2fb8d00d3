package io.espalier.compressor.bench;

import io.espalier.compressor.quantise.Converter;
import io.espalier.compressor.tflite.Clamp;
import io.espalier.compressor.tflite.LayerLayout;
import io.espalier.compressor.tflite.LayoutChoice;
import io.espalier.compressor.tflite.ModelTimer;
import io.espalier.compressor.tflite.Tensor;
import io.espalier.compressor.tflite.TfLiteGraph;
import io.espalier.compressor.tflite.TfLiteModel;
import io.espalier.compressor.tflite.TfLiteQuantiser;
import io.espalier.compressor.tflite.Timing;
import io.espalier.shared.artifact.Provenance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * How long one fully connected layer takes in each layout, over a grid of shapes and sparsities,
 * with zeros drawn link by link and in runs of four.
 *
 * <p>The last figures are what the choice by measurement is worth: the least and the greatest time
 * of what was chosen as a multiple of the dense layer's, in times that had no part in the choice.
 * Where the layer stayed dense it is the very same file, so the multiple is 1 without a
 * measurement; above 1 it tells a choice that noise made, and 1.05 is what two times of one file
 * may differ by.
 */
final class LayoutBench implements Benchmark {
  private static final ModelTimer TIMER = new ModelTimer(Duration.ofMillis(150));
  private static final List<Shape> SHAPES =
      List.of(
          new Shape(64, 64),
          new Shape(256, 64),
          new Shape(256, 256),
          new Shape(784, 256),
          new Shape(1024, 1024),
          new Shape(2048, 512));
  private static final List<Double> SPARSITIES = List.of(0.5, 0.8, 0.9, 0.95, 0.98);
  private static final double NOISE = 1.05;
  private static final int SINGLE = 1;
  private static final int RUN = 4;

  /** A layer's extents. */
  private record Shape(int inputs, int units) {}

  @Override
  public String name() {
    return "layout";
  }

  @Override
  public List<Figure> measure(Consumer<String> progress) throws Exception {
    List<Figure> figures = new ArrayList<>();
    double worst = 1;
    double best = 1;
    for (int run : List.of(SINGLE, RUN)) {
      for (Shape shape : SHAPES) {
        for (double sparsity : SPARSITIES) {
          String point = point(shape, sparsity, run);
          progress.accept(point);
          TfLiteModel dense = layer(shape, sparsity, run);
          figures.addAll(times(point, dense));
          double chosen = chosenByDense(dense);
          worst = Math.max(worst, chosen);
          best = Math.min(best, chosen);
        }
      }
    }
    figures.add(Figure.of("layout/chosen ÷ dense, best", best, ""));
    figures.add(Figure.of("layout/chosen ÷ dense, worst", worst, "").atMost(NOISE));
    return figures;
  }

  private static List<Figure> times(String point, TfLiteModel dense) throws InterruptedException {
    List<String> names = new ArrayList<>();
    List<byte[]> files = new ArrayList<>();
    for (LayerLayout layout : LayerLayout.values()) {
      names.add(layout.label());
      files.add(layout.store(dense, 0).orElseThrow().write());
    }
    names.add("int8");
    files.add(TfLiteQuantiser.dynamicRange(dense, Converter.CURRENT).model().write());
    List<Timing> timings = TIMER.together(files, Optional.empty());
    List<Figure> figures = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      figures.add(Figure.of(point + "/" + names.get(i), timings.get(i).micros(), "µs"));
    }
    return figures;
  }

  private static double chosenByDense(TfLiteModel dense) throws InterruptedException {
    TfLiteModel chosen = new LayoutChoice(TIMER).fastest(dense, Optional.empty());
    if (chosen == dense) {
      return 1;
    }
    List<Timing> afresh = TIMER.together(List.of(dense.write(), chosen.write()), Optional.empty());
    return afresh.get(1).micros() / afresh.get(0).micros();
  }

  /** A layer of which each run of links is zero with that probability. */
  private static TfLiteModel layer(Shape shape, double sparsity, int run) {
    SplittableRandom random = new SplittableRandom(1);
    float[] weights = new float[shape.inputs() * shape.units()];
    boolean zero = false;
    for (int i = 0; i < weights.length; i++) {
      zero = i % run == 0 ? random.nextDouble() < sparsity : zero;
      weights[i] = zero ? 0 : (float) random.nextGaussian();
    }
    TfLiteGraph graph = new TfLiteGraph(shape.inputs());
    Tensor kernel = graph.floats("kernel", weights, shape.units(), shape.inputs());
    Tensor bias = graph.floats("bias", new float[shape.units()], shape.units());
    Tensor sums = graph.fullyConnected("sums", graph.input(), kernel, bias, Clamp.NONE);
    return TfLiteModel.parse(graph.encode(sums, Provenance.ofThisBuild(Map.of())));
  }

  private static String point(Shape shape, double sparsity, int run) {
    return String.format(
        Locale.ROOT,
        "layout/%d × %d/%.0f%%%s",
        shape.inputs(),
        shape.units(),
        100 * sparsity,
        run == SINGLE ? "" : " in fours");
  }
}
