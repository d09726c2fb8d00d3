package io.espalier.compressor.score;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.linalg.Blas;
import io.espalier.compressor.linalg.Matrix;
import java.util.function.UnaryOperator;

/** Σ over samples of f(x_i) · f(δ_j), with δ the gradient of the loss by a unit's sum. */
final class GradientSums implements BatchSums.Sum<GradientSums> {
  private final UnaryOperator<float[]> f;
  private final float[] products;
  private long rows;

  /** Before the first batch. */
  GradientSums(DenseLayer units, UnaryOperator<float[]> f) {
    this.f = f;
    products = new float[units.links()];
  }

  @Override
  public void add(BatchSums.Look look) {
    Matrix x = look.batch().inputs();
    Matrix gradients = look.pass().gradients(look.layer(), look.group());
    Blas.multiplyTransposedLeft(
        x.columns(),
        gradients.columns(),
        x.rows(),
        f.apply(x.values()),
        f.apply(gradients.values()),
        1f,
        products);
    rows += x.rows();
  }

  @Override
  public void merge(GradientSums later) {
    rows += later.rows;
    for (int i = 0; i < products.length; i++) {
      products[i] += later.products[i];
    }
  }

  /** The mean over samples. */
  double mean(int link) {
    return products[link] / (double) rows;
  }
}
