package io.espalier.compressor.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.linalg.Cholesky;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ReferenceScoresTest {
  private static final int N = 6;
  private static final int UNITS = 2;
  private static final Workers WORKERS = new Workers("test", 2);
  private static final LinkModel MODEL = Fakes.withGradients(Fakes.correlated(N, UNITS, 1500, 1));
  private static final DenseLayer LAYER = MODEL.layers().get(0).groups().get(0);

  @AfterAll
  static void endThreads() {
    WORKERS.close();
  }

  @Test
  void fisher_isHalfTheMeanSquaredGradientTimesTheSquaredWeight() throws InterruptedException {
    float[] scores = new Fisher(WORKERS).score(MODEL, 0).layers().get(0);

    for (int link = 0; link < scores.length; link++) {
      double squares = 0;
      for (double gradient : gradients(link)) {
        squares += gradient * gradient / 1500;
      }
      double w = LAYER.weights()[link];
      assertThat((double) scores[link])
          .isCloseTo(w * w * squares / 2, within(1e-4 * Math.max(1, squares)));
    }
  }

  @Test
  void snip_isTheWeightTimesTheGradientOfTheMeanLoss() throws InterruptedException {
    float[] scores = new Snip(WORKERS).score(MODEL, 0).layers().get(0);

    for (int link = 0; link < scores.length; link++) {
      double mean = 0;
      for (double gradient : gradients(link)) {
        mean += gradient / 1500;
      }
      assertThat((double) scores[link])
          .isCloseTo(Math.abs(LAYER.weights()[link] * mean), within(1e-4));
    }
  }

  @Test
  void sparseGpt_isTheErrorThatTheOthersCannotMakeUpFor() throws InterruptedException {
    Gram gram = Gram.ofLayer(MODEL, MODEL, 0, Gram.RIDGE, WORKERS).get(0);

    float[] scores = new SparseGpt(WORKERS).score(LAYER, gram, 0);

    for (int link = 0; link < scores.length; link++) {
      double expected = leastError(gram, link / UNITS, LAYER.weights()[link]);
      assertThat((double) scores[link]).isCloseTo(expected, within(1e-4 * Math.max(1, expected)));
    }
  }

  @Test
  void random_differsFromSeedToSeedAndNotOtherwise() {
    RandomScores scorer = new RandomScores();

    assertThat(scorer.score(MODEL, 1).layers().get(0))
        .isEqualTo(scorer.score(MODEL, 1).layers().get(0))
        .isNotEqualTo(scorer.score(MODEL, 2).layers().get(0));
  }

  /** min over d with d_i = −w of dᵀHd: w² (H_ii − h_iᵀ H_RR⁻¹ h_i) with R all the others. */
  private static double leastError(Gram gram, int input, double w) {
    int[] others = IntStream.range(0, N).filter(i -> i != input).toArray();
    double[][] rest = new double[N - 1][N - 1];
    double[] h = new double[N - 1];
    for (int a = 0; a < N - 1; a++) {
      h[a] = hessian(gram, others[a], input);
      for (int b = 0; b < N - 1; b++) {
        rest[a][b] = hessian(gram, others[a], others[b]);
      }
    }
    double[] solved = h.clone();
    Cholesky.factor(rest).solve(solved);
    double error = hessian(gram, input, input);
    for (int a = 0; a < N - 1; a++) {
      error -= h[a] * solved[a];
    }
    return w * w * error;
  }

  private static double hessian(Gram gram, int i, int j) {
    return gram.covariance().get(i, j) + (double) gram.inputMeans()[i] * gram.inputMeans()[j];
  }

  /** Of every sample's loss, ½ Σ z², by the weight of a link. */
  private static double[] gradients(int link) {
    return IntStream.range(0, MODEL.batches())
        .boxed()
        .flatMapToDouble(
            b -> {
              Matrix x = MODEL.run(b).batch(0, 0).inputs();
              Matrix z = MODEL.run(b).batch(0, 0).sums();
              return IntStream.range(0, x.rows())
                  .mapToDouble(r -> (double) x.get(r, link / UNITS) * z.get(r, link % UNITS));
            })
        .toArray();
  }
}
