package io.espalier.compressor.bench;

import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.data.Datasets;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.head.GammaRule;
import io.espalier.compressor.head.RbfSvm;
import io.espalier.compressor.head.RbfSvmHead;
import io.espalier.compressor.head.RbfSvmTrainer;
import io.espalier.compressor.linalg.Blas;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.tflite.TfLiteRunner;
import io.espalier.shared.artifact.Provenance;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * How long the support vector machine of all 60,000 codes of MNIST takes to fit, and what it costs
 * as a graph.
 */
final class SvmBench implements Benchmark {
  private static final double C = 10;
  private static final double GOAL_SECONDS = 60;
  private static final int BLOCK = 1000;

  @Override
  public String name() {
    return "svm";
  }

  @Override
  public List<Figure> measure(Consumer<String> progress) throws Exception {
    Dataset data = Datasets.mnist();
    try (Workers workers = Workers.onEveryCore("svm")) {
      progress.accept("trains the network");
      Mlp network = MnistAutoencoder.train(workers).network();
      Matrix codes = codes(network, data.trainImages());
      progress.accept("fits %d codes of %d".formatted(codes.rows(), codes.columns()));
      RbfSvm[] fitted = new RbfSvm[1];
      double time =
          Stopwatch.seconds(
              1,
              () -> fitted[0] = RbfSvmTrainer.fit(codes, data.trainLabels(), C, GammaRule.CENTRED));
      RbfSvm machine = fitted[0];
      double products = Stopwatch.seconds(3, () -> products(machine.supportVectors(), codes));
      byte[] head = RbfSvmHead.write(machine, Provenance.ofThisBuild(new TreeMap<>()));
      Matrix fresh = codes(network, data.testImages());
      try (TfLiteRunner runner = TfLiteRunner.open(head, 1)) {
        double all = Stopwatch.seconds(2, () -> runner.classes(fresh));
        return List.of(
            Figure.of("svm/fit of 60,000 codes", time, "s").above(products).atMost(GOAL_SECONDS),
            Figure.of("svm/support vectors", machine.supportVectors().rows(), ""),
            Figure.of("svm/head", head.length / 1e6, "MB"),
            Figure.of("svm/head per image", 1e6 * all / fresh.rows(), "µs"));
      }
    }
  }

  private static Matrix codes(Mlp network, Matrix images) {
    return new Mlp(network.layers().subList(0, network.narrowestLayer() + 1)).apply(images);
  }

  /** The least that anybody needs who computes the kernel of what supports with everything. */
  private static void products(Matrix vectors, Matrix codes) {
    float[] block = new float[vectors.rows() * BLOCK];
    for (int from = 0; from + BLOCK <= codes.rows(); from += BLOCK) {
      Blas.multiplyTransposedRight(
          vectors.rows(),
          BLOCK,
          vectors.columns(),
          vectors.values(),
          codes.rows(from, from + BLOCK).values(),
          0,
          block);
    }
  }
}
