package io.espalier.compressor.bench;

import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.data.Datasets;
import io.espalier.compressor.graph.CalibratedMlp;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.prune.Pruner;
import io.espalier.compressor.prune.PruningMask;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.score.Magnitude;
import io.espalier.compressor.tflite.TfLiteWriter;
import io.espalier.compressor.train.Trainer;
import io.espalier.compressor.train.TrainingRecipe;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.artifact.Provenance;
import io.espalier.shared.wire.WireCoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How many bytes a pruned autoencoder of 434,176 links takes on its way to a node, beside what
 * DEFLATE takes and beside the entropy of its numbers; and how fast it is coded.
 */
final class WireBench implements Benchmark {
  private static final int IMAGES = 20_000;
  private static final List<Double> SPARSITIES = List.of(0.83, 0.95, 0.98);
  private static final int REPEATS = 3;

  @Override
  public String name() {
    return "wire";
  }

  @Override
  public List<Figure> measure(Consumer<String> progress) throws Exception {
    progress.accept("trains the network");
    Dataset data = Datasets.mnist();
    Matrix images = data.trainImages().rows(0, IMAGES);
    TrainingRecipe recipe = new TrainingRecipe(List.of(784, 256, 64, 256, 784), 3);
    Mlp dense;
    try (Workers workers = Workers.onEveryCore("wire")) {
      dense = new Trainer(recipe, workers).train(images, 0, (epoch, done, loss) -> {});
    }
    int denseBytes = file(dense, Precision.FP32).length;
    CalibratedMlp calibrated = new CalibratedMlp(dense, images.rows(0, 1));
    List<Figure> figures = new ArrayList<>();
    for (double sparsity : SPARSITIES) {
      PruningMask mask =
          PruningMask.keepingBest(new Magnitude().score(calibrated, 0), new Sparsity(sparsity));
      Mlp pruned = Pruner.prune(dense, mask);
      for (Precision precision : List.of(Precision.FP32, Precision.FP16, Precision.INT8)) {
        progress.accept("codes %.0f%% zeros in %s".formatted(100 * sparsity, precision.label()));
        String name = "wire/%.0f/%s".formatted(100 * sparsity, precision.label());
        byte[] file = file(pruned, precision);
        Figure bytes =
            Figure.of(name, WireCoding.CONTEXT.encoded(file).length, "bytes").above(entropy(file));
        boolean promised = sparsity == 0.95 && precision == Precision.INT8;
        figures.add(promised ? bytes.atMost(denseBytes / 40.0) : bytes);
        figures.add(Figure.of(name + "/deflate", WireCoding.DEFLATE.encoded(file).length, "bytes"));
        figures.addAll(speeds(name, file));
      }
    }
    return figures;
  }

  private static List<Figure> speeds(String name, byte[] file) throws Exception {
    double encoding = Double.POSITIVE_INFINITY;
    double decoding = Double.POSITIVE_INFINITY;
    for (int i = 0; i < REPEATS; i++) {
      long start = System.nanoTime();
      byte[] coded = WireCoding.CONTEXT.encoded(file);
      long middle = System.nanoTime();
      byte[] plain = WireCoding.CONTEXT.decode(coded, file.length);
      decoding = Math.min(decoding, (System.nanoTime() - middle) / 1e3);
      encoding = Math.min(encoding, (middle - start) / 1e3);
      if (!Arrays.equals(plain, file)) {
        throw new IllegalStateException(name + ": expected the same bytes, found others");
      }
    }
    return List.of(
        Figure.of(name + "/encode", file.length / encoding, "MB/s"),
        Figure.of(name + "/decode", file.length / decoding, "MB/s"));
  }

  /** What a perfect coder that knows only how often each byte occurs would take, in bytes. */
  private static double entropy(byte[] file) {
    int[] counts = new int[256];
    for (byte b : file) {
      counts[b & 0xff]++;
    }
    double bits = 0;
    for (int count : counts) {
      bits -= count == 0 ? 0 : count * Math.log(count / (double) file.length) / Math.log(2);
    }
    return bits / Byte.SIZE;
  }

  private static byte[] file(Mlp network, Precision precision) {
    return TfLiteWriter.write(network, precision, Provenance.ofThisBuild(Map.of()));
  }
}
