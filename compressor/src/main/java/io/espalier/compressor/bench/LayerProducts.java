package io.espalier.compressor.bench;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Blas;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.NativeMatrix;
import io.espalier.compressor.linalg.Workers;

/** Products of matrices of the sizes that a network asks for, and nothing else: what is a floor. */
final class LayerProducts {
  private static final int BATCH = 1000;

  private LayerProducts() {}

  /** XW and Xᵀ(XW) of every layer over that many samples. */
  static void forwardAndBack(Mlp network, int samples, Workers workers)
      throws InterruptedException {
    for (DenseLayer layer : network.layers()) {
      workers.forEach(
          Runtime.getRuntime().availableProcessors(),
          part -> {
            try (NativeMatrix x = new NativeMatrix(BATCH, layer.inputs());
                NativeMatrix w =
                    NativeMatrix.of(new Matrix(layer.inputs(), layer.outputs(), layer.weights()));
                NativeMatrix z = new NativeMatrix(BATCH, layer.outputs());
                NativeMatrix products = new NativeMatrix(layer.inputs(), layer.outputs())) {
              for (int b = 0; b < batches(samples, part); b++) {
                Blas.multiply(1, x.all(), w.all(), 0, z.all());
                Blas.multiplyTransposedLeft(1, x.all(), z.all(), 1, products.all());
              }
            }
          });
    }
  }

  /** XᵀX and XᵀZ of every layer over that many samples. */
  static void moments(Mlp network, int samples, Workers workers) throws InterruptedException {
    for (DenseLayer layer : network.layers()) {
      workers.forEach(
          Runtime.getRuntime().availableProcessors(),
          part -> {
            try (NativeMatrix x = new NativeMatrix(BATCH, layer.inputs());
                NativeMatrix z = new NativeMatrix(BATCH, layer.outputs());
                NativeMatrix squares = new NativeMatrix(layer.inputs(), layer.inputs());
                NativeMatrix products = new NativeMatrix(layer.inputs(), layer.outputs())) {
              for (int b = 0; b < batches(samples, part); b++) {
                Blas.multiplyTransposedLeft(1, x.all(), x.all(), 1, squares.all());
                Blas.multiplyTransposedLeft(1, x.all(), z.all(), 1, products.all());
              }
            }
          });
    }
  }

  private static int batches(int samples, int part) {
    int parts = Runtime.getRuntime().availableProcessors();
    int all = samples / BATCH;
    return all * (part + 1) / parts - all * part / parts;
  }
}
