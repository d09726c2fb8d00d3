package io.espalier.compressor.bench;

import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.data.Datasets;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.prune.PruningMask;
import io.espalier.compressor.quantise.Converter;
import io.espalier.compressor.tflite.ModelTimer;
import io.espalier.compressor.tflite.TfLiteModel;
import io.espalier.compressor.tflite.TfLiteQuantiser;
import io.espalier.compressor.tflite.TfLiteRunner;
import io.espalier.compressor.tflite.TfLiteShrinker;
import io.espalier.compressor.tflite.TfLiteWriter;
import io.espalier.compressor.tflite.Timing;
import io.espalier.compressor.train.Course;
import io.espalier.compressor.train.Fitter;
import io.espalier.compressor.train.Lesson;
import io.espalier.compressor.train.Trainer;
import io.espalier.compressor.train.TrainingListener;
import io.espalier.compressor.train.TrainingRecipe;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.artifact.Provenance;
import io.espalier.shared.wire.WireCoding;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What an autoencoder of 434,176 links gains when 95% of them are pruned so that few units stay
 * alive, the dead ones are removed and the rest is quantised: times and bytes of the files as
 * shipped. Its pruning is a plain one; that of figures of accuracy is elsewhere.
 */
final class ShrinkBench implements Benchmark {
  private static final List<Integer> WIDTHS = List.of(784, 256, 64, 256, 784);

  /** How many units of each hidden layer stay. */
  private static final List<Integer> LIVE = List.of(44, 24, 44);

  private static final int IMAGES = 20_000;
  private static final int TEST_IMAGES = 2_000;
  private static final double SPARSITY = 0.95;
  private static final TrainingListener SILENT = (epoch, done, loss) -> {};

  @Override
  public String name() {
    return "shrink";
  }

  @Override
  public List<Figure> measure(Consumer<String> progress) throws Exception {
    Dataset data = Datasets.mnist();
    Matrix images = data.trainImages().rows(0, IMAGES);
    Mlp dense;
    Mlp pruned;
    try (Workers workers = Workers.onEveryCore("shrink")) {
      progress.accept("trains the network");
      dense = new Trainer(new TrainingRecipe(WIDTHS, 5), workers).train(images, 0, SILENT);
      progress.accept("prunes and fine-tunes it");
      pruned =
          new Fitter(workers)
              .finetune(
                  dense, mask(dense), Lesson.reconstruction(images), Course.of(10), 0, SILENT);
    }
    progress.accept("times the files");
    byte[] before = file(dense);
    byte[] zeros = file(pruned);
    TfLiteModel small = TfLiteShrinker.shrink(TfLiteModel.parse(zeros)).model();
    byte[] after = TfLiteQuantiser.dynamicRange(small, Converter.CURRENT).model().write();
    List<Timing> times =
        ModelTimer.usual().together(List.of(before, zeros, small.write(), after), Optional.empty());
    Matrix test = data.testImages().rows(0, TEST_IMAGES);
    double micros = times.get(0).micros();
    int wire = WireCoding.encode(after).bytes().length;
    return List.of(
        Figure.of("shrink/sparsity", 100 * pruned.sparsity(), "%"),
        Figure.of("shrink/dense-fp32/time", micros, "µs"),
        Figure.of("shrink/zeros-fp32/time", times.get(1).micros(), "µs"),
        Figure.of("shrink/shrunk-fp32/time", times.get(2).micros(), "µs"),
        Figure.of("shrink/shrunk-int8/time", times.get(3).micros(), "µs"),
        Figure.of("shrink/faster", micros / times.get(3).micros(), "×").atLeast(8),
        Figure.of("shrink/dense-fp32/file", before.length, "bytes"),
        Figure.of("shrink/shrunk-int8/file", after.length, "bytes"),
        Figure.of("shrink/shrunk-int8/wire", wire, "bytes"),
        Figure.of("shrink/fewer-bytes", before.length / (double) wire, "×").atLeast(40),
        Figure.of("shrink/dense-fp32/mse", error(before, test), ""),
        Figure.of("shrink/shrunk-int8/mse", error(after, test), ""));
  }

  /** Keeps the strongest units, then the strongest links between them. */
  private static PruningMask mask(Mlp network) {
    List<BitSet> units = new ArrayList<>();
    units.add(all(network.inputs()));
    for (int l = 0; l + 1 < network.layers().size(); l++) {
      units.add(strongest(network.layers().get(l), network.layers().get(l + 1), LIVE.get(l)));
    }
    units.add(all(network.outputs()));
    List<BitSet> links = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      links.add(links(network.layers().get(l), units.get(l), units.get(l + 1)));
    }
    return new PruningMask(links);
  }

  /** Units by the product of the norms of their links in and out. */
  private static BitSet strongest(DenseLayer layer, DenseLayer next, int count) {
    double[] strength = new double[layer.outputs()];
    for (int unit = 0; unit < layer.outputs(); unit++) {
      double in = 0;
      for (int link = unit; link < layer.links(); link += layer.outputs()) {
        in += layer.weights()[link] * layer.weights()[link];
      }
      double out = 0;
      for (int link = unit * next.outputs(); link < (unit + 1) * next.outputs(); link++) {
        out += next.weights()[link] * next.weights()[link];
      }
      strength[unit] = in * out;
    }
    BitSet strongest = new BitSet();
    IntStream.range(0, strength.length)
        .boxed()
        .sorted(Comparator.comparingDouble(unit -> -strength[unit]))
        .limit(count)
        .forEach(strongest::set);
    return strongest;
  }

  private static BitSet links(DenseLayer layer, BitSet inputs, BitSet units) {
    BitSet links = new BitSet();
    IntStream.range(0, layer.links())
        .filter(link -> inputs.get(link / layer.outputs()) && units.get(link % layer.outputs()))
        .boxed()
        .sorted(Comparator.comparingDouble(link -> -Math.abs(layer.weights()[link])))
        .limit(Math.round((1 - SPARSITY) * layer.links()))
        .forEach(links::set);
    return links;
  }

  private static BitSet all(int count) {
    BitSet all = new BitSet();
    all.set(0, count);
    return all;
  }

  private static byte[] file(Mlp network) {
    return TfLiteWriter.write(network, Precision.FP32, Provenance.ofThisBuild(Map.of()));
  }

  /** The mean squared error of reconstructions. */
  private static double error(byte[] file, Matrix images) {
    try (TfLiteRunner runner = TfLiteRunner.open(file, 1)) {
      float[] made = runner.run(images).values();
      double sum = 0;
      for (int i = 0; i < made.length; i++) {
        sum += Math.pow(made[i] - images.values()[i], 2);
      }
      return sum / made.length;
    }
  }
}
