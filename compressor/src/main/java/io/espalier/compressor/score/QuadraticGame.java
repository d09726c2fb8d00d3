package io.espalier.compressor.score;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.linalg.Blas;
import io.espalier.compressor.linalg.Matrix;

/**
 * The game v(S) = −E[(Σ_{i∉S} w_i x_i)²] that the links of a unit play on its sum. Players only
 * interact in pairs, so the Shapley values have a closed form, φ_i = w_i (E[x xᵀ] w)_i, for all
 * units at once W ∘ (Xᵀ(XW)) / N. They are signed: links that oppose the others have low values,
 * and go first, to the others' harm. So they explain and do not rank.
 */
final class QuadraticGame implements BatchSums.Sum<QuadraticGame> {
  private final DenseLayer units;
  private final InputMoments inputs;
  private final float[] products;

  /** Before the first batch. */
  QuadraticGame(DenseLayer units) {
    this.units = units;
    inputs = new InputMoments(units.inputs());
    products = new float[units.links()];
  }

  @Override
  public void add(BatchSums.Look look) {
    inputs.add(look);
    Matrix x = look.batch().inputs();
    Blas.multiplyTransposedLeft(
        units.inputs(),
        units.outputs(),
        x.rows(),
        x.values(),
        look.batch().sums().values(),
        1f,
        products);
  }

  @Override
  public void merge(QuadraticGame later) {
    inputs.merge(later.inputs);
    for (int i = 0; i < products.length; i++) {
      products[i] += later.products[i];
    }
  }

  InputMoments inputs() {
    return inputs;
  }

  /** The Shapley value of a link. */
  double value(int link) {
    int input = link / units.outputs();
    double bias = units.bias()[link % units.outputs()];
    // What was added up has the bias in its sums.
    return units.weights()[link]
        * (products[link] / (double) inputs.rows() - inputs.mean(input) * bias);
  }
}
