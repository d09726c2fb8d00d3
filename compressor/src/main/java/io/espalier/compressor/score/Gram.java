package io.espalier.compressor.score;

import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import java.util.ArrayList;
import java.util.List;

/**
 * The second moments with which a group of units is fitted to sums that are wanted of it: all that
 * the refit game needs to know of the data.
 *
 * @param covariance C = cov(x) + λI, n × n, with λ = ridge · tr(cov(x)) / n, so positive definite
 * @param cross D = cov(x, z), n × m
 * @param inputMeans E x, of length n
 * @param sumMeans E z, of length m
 */
@SuppressWarnings("ArrayRecordComponent")
public record Gram(Matrix covariance, Matrix cross, float[] inputMeans, float[] sumMeans) {
  /** The usual ridge, as a share of the mean variance of the inputs. */
  public static final double RIDGE = 1e-3;

  /**
   * @throws IllegalArgumentException if the parts do not fit each other
   */
  public Gram {
    int n = covariance.rows();
    if (covariance.columns() != n
        || cross.rows() != n
        || inputMeans.length != n
        || sumMeans.length != cross.columns()) {
      throw new IllegalArgumentException(
          "gram: %d × %d does not fit %d × %d, %d and %d means"
              .formatted(
                  n,
                  covariance.columns(),
                  cross.rows(),
                  cross.columns(),
                  inputMeans.length,
                  sumMeans.length));
    }
  }

  /** The number of inputs, n. */
  public int inputs() {
    return covariance.rows();
  }

  /** The number of units, m. */
  public int outputs() {
    return cross.columns();
  }

  /**
   * Measures every group of a layer, batch by batch, so memory does not grow with the data.
   *
   * @param seen the model whose activations the layer is to work on
   * @param wanted the model whose sums it is to have: the same layers and data as {@code seen}
   * @param ridge at least 0; above 0 if inputs may depend on each other
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static List<Gram> ofLayer(
      LinkModel seen, LinkModel wanted, int layer, double ridge, Workers workers)
      throws InterruptedException {
    int groups = seen.layers().get(layer).groups().size();
    List<Moments> moments = new ArrayList<>();
    try {
      for (int b = 0; b < seen.batches(); b++) {
        LinkModel.Pass here = seen.run(b);
        LinkModel.Pass there = seen == wanted ? here : wanted.run(b);
        for (int g = 0; g < groups; g++) {
          Matrix inputs = here.batch(layer, g).inputs();
          Matrix sums = there.batch(layer, g).sums();
          if (b == 0) {
            moments.add(new Moments(inputs, sums));
          }
          moments.get(g).add(inputs, sums, workers);
        }
      }
      List<Gram> grams = new ArrayList<>();
      for (Moments each : moments) {
        grams.add(each.gram(ridge));
      }
      return grams;
    } finally {
      moments.forEach(Moments::close);
    }
  }
}
