package io.espalier.compressor.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.CalibratedMlp;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import java.util.List;
import org.junit.jupiter.api.Test;

class GramTest {
  private static final int N = 7;
  private static final int M = 3;

  @Test
  void ofLayer_isTheCovarianceOverAllBatches() throws InterruptedException {
    // More than two batches of CalibratedMlp, and means far from 0.
    Matrix samples = shifted(RandomLayers.input(2500 * N, 1), 100);
    DenseLayer seen = RandomLayers.layer(N, M, Activation.RELU, 2);
    DenseLayer wanted = RandomLayers.layer(N, M, Activation.RELU, 3);

    Gram gram = gram(model(seen, samples), model(wanted, samples), 0, 2);

    Matrix sums = wanted.sums(samples);
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        assertThat((double) gram.covariance().get(i, j))
            .isCloseTo(covariance(samples, i, samples, j), within(1e-5));
      }
      for (int j = 0; j < M; j++) {
        assertThat((double) gram.cross().get(i, j))
            .isCloseTo(covariance(samples, i, sums, j), within(1e-4));
      }
    }
    assertThat(gram.inputMeans()).containsExactly(samples.columnMeans(), within(1e-4f));
    assertThat(gram.sumMeans()).containsExactly(sums.columnMeans(), within(1e-3f));
  }

  @Test
  void ofLayer_isTheSameForAnyNumberOfThreads() throws InterruptedException {
    Matrix samples = new Matrix(50, 300, RandomLayers.input(50 * 300, 4));
    LinkModel model = model(RandomLayers.layer(300, M, Activation.RELU, 5), samples);

    Gram one = gram(model, model, Gram.RIDGE, 1);
    Gram three = gram(model, model, Gram.RIDGE, 3);

    assertThat(three.covariance().values()).isEqualTo(one.covariance().values());
    assertThat(three.cross().values()).isEqualTo(one.cross().values());
  }

  @Test
  void ofLayer_staysPositiveDefiniteWhenInputsNeverChange() throws InterruptedException {
    LinkModel model =
        model(RandomLayers.layer(N, M, Activation.RELU, 6), shifted(new float[4 * N], 5));

    Gram gram = gram(model, model, Gram.RIDGE, 1);

    for (int i = 0; i < N; i++) {
      assertThat(gram.covariance().get(i, i)).isPositive();
    }
    assertThat(gram.cross().values()).containsOnly(0f);
  }

  private static Gram gram(LinkModel seen, LinkModel wanted, double ridge, int threads)
      throws InterruptedException {
    try (Workers workers = new Workers("test", threads)) {
      return Gram.ofLayer(seen, wanted, 0, ridge, workers).get(0);
    }
  }

  private static LinkModel model(DenseLayer layer, Matrix samples) {
    return new CalibratedMlp(new Mlp(List.of(layer)), samples);
  }

  private static Matrix shifted(float[] values, float by) {
    for (int i = 0; i < values.length; i++) {
      values[i] += by;
    }
    return new Matrix(values.length / N, N, values);
  }

  private static double covariance(Matrix a, int i, Matrix b, int j) {
    double both = 0;
    double ofA = 0;
    double ofB = 0;
    for (int r = 0; r < a.rows(); r++) {
      both += (double) a.get(r, i) * b.get(r, j);
      ofA += a.get(r, i);
      ofB += b.get(r, j);
    }
    return both / a.rows() - ofA / a.rows() * ofB / a.rows();
  }
}
