package io.espalier.compressor.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.espalier.compressor.data.DataException;
import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.data.Datasets;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RbfSvmTrainerTest {
  private static final double C = 10;

  @ParameterizedTest
  @ValueSource(strings = {"0,1", "0,2,3", "1,2,3,4,9"})
  void fit_agreesWithLibsvmsOwnKernel(String classes) throws InterruptedException {
    int[] labels = Arrays.stream(classes.split(",")).mapToInt(Integer::parseInt).toArray();
    TestClusters training = TestClusters.of(11, 400, 6, labels);
    TestClusters fresh = TestClusters.of(12, 400, 6, labels);

    RbfSvm machine = RbfSvmTrainer.fit(training.points(), training.labels(), C, GammaRule.CENTRED);

    assertAgrees(
        machine,
        new LibsvmOracle(training.points(), training.labels(), C, machine.gamma()),
        fresh.points());
  }

  @Test
  void fit_agreesWithLibsvmsOwnKernelOnDigits() throws InterruptedException, DataException {
    Dataset mnist = Datasets.mnist();
    // LIBSVM orders classes as they come, and the first 600 digits do not come in order.
    int[] chosen =
        IntStream.range(0, 600)
            .boxed()
            .sorted(Comparator.comparing(i -> mnist.trainLabels()[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    Matrix digits = mnist.trainImages().rows(chosen);
    int[] labels = IntStream.of(chosen).map(i -> mnist.trainLabels()[i]).toArray();

    RbfSvm machine = RbfSvmTrainer.fit(digits, labels, C, GammaRule.CENTRED);

    LibsvmOracle oracle = new LibsvmOracle(digits, labels, C, machine.gamma());
    assertAgrees(machine, oracle, mnist.testImages().rows(0, 100));
  }

  @Test
  void fit_meetsTheConditionsOfTheOptimum_whereLibsvmWouldTakeLong()
      throws InterruptedException, DataException {
    Dataset mnist = Datasets.mnist();
    Matrix digits = mnist.trainImages().rows(0, 4000);
    int[] labels = Arrays.copyOf(mnist.trainLabels(), 4000);

    RbfSvm machine = RbfSvmTrainer.fit(digits, labels, C, GammaRule.CENTRED);

    assertThat(OptimalityGap.largest(machine, digits, labels, C)).isLessThan(1.1e-3);
  }

  @Test
  void fit_scalesGammaByTheVarianceThatTheRuleNames() throws InterruptedException {
    // Each column differs from its mean by 1; all entries have mean 2.5 and variance 1.25.
    Matrix features = new Matrix(2, 2, new float[] {1, 2, 3, 4});
    int[] labels = {0, 1};

    RbfSvm centred = RbfSvmTrainer.fit(features, labels, C, GammaRule.CENTRED);
    RbfSvm raw = RbfSvmTrainer.fit(features, labels, C, GammaRule.RAW);

    assertThat(centred.gamma()).isCloseTo(1 / (2 * 1.0), within(1e-12));
    assertThat(raw.gamma()).isCloseTo(1 / (2 * 1.25), within(1e-12));
  }

  @Test
  void fit_givesTheSameMachine_onAnyNumberOfThreads() throws InterruptedException {
    TestClusters training = TestClusters.of(13, 300, 5, 0, 1, 2, 3);
    RbfSvm one = fitOn(1, training);
    RbfSvm three = fitOn(3, training);

    assertThat(three.supportVectors().values()).isEqualTo(one.supportVectors().values());
    assertThat(three.coefficients()).isDeepEqualTo(one.coefficients());
    assertThat(three.rho()).isEqualTo(one.rho());
  }

  @Test
  void fit_learnsWhatNoLineCanTell() throws InterruptedException {
    Matrix corners = new Matrix(4, 2, new float[] {0, 0, 1, 1, 0, 1, 1, 0});
    int[] exclusiveOr = {0, 0, 1, 1};

    RbfSvm machine = RbfSvmTrainer.fit(corners, exclusiveOr, C, GammaRule.CENTRED);

    assertThat(machine.predict(corners)).isEqualTo(exclusiveOr);
  }

  @Test
  void fit_refusesASingleClass() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> RbfSvmTrainer.fit(Matrix.zeros(3, 2), new int[] {4, 4, 4}, C, GammaRule.CENTRED))
        .withMessage("svm: expected samples of at least two classes, found [4]");
  }

  @Test
  void fit_refusesFeaturesThatAreNotFinite() {
    Matrix features = new Matrix(2, 1, new float[] {0, Float.POSITIVE_INFINITY});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RbfSvmTrainer.fit(features, new int[] {0, 1}, C, GammaRule.CENTRED))
        .withMessageStartingWith("svm: expected finite features, found a variance of ");
  }

  @Test
  void fit_refusesArgumentsThatDoNotFit() {
    Matrix features = new Matrix(2, 1, new float[] {0, 1});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RbfSvmTrainer.fit(features, new int[] {0}, C, GammaRule.CENTRED))
        .withMessage("svm: expected a label for each of 2 samples, found 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RbfSvmTrainer.fit(features, new int[] {0, -1}, C, GammaRule.CENTRED))
        .withMessage("svm: expected labels from 0, found -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RbfSvmTrainer.fit(features, new int[] {0, 1}, 0, GammaRule.CENTRED))
        .withMessage("svm: expected a finite C above 0, found 0.0");
  }

  @Test
  void fit_stopsWhenInterrupted() {
    TestClusters training = TestClusters.of(14, 300, 5, 0, 1, 2);
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(
            () -> RbfSvmTrainer.fit(training.points(), training.labels(), C, GammaRule.CENTRED));
  }

  private static RbfSvm fitOn(int threads, TestClusters training) throws InterruptedException {
    try (Workers workers = new Workers("test", threads)) {
      return RbfSvmTrainer.fit(training.points(), training.labels(), C, GammaRule.CENTRED, workers);
    }
  }

  private static void assertAgrees(RbfSvm machine, LibsvmOracle oracle, Matrix fresh) {
    int vectors = oracle.supportVectors();
    assertThat(machine.supportVectors().rows()).isCloseTo(vectors, withinPercentage(2));
    int[] predicted = machine.predict(fresh);
    for (int i = 0; i < predicted.length; i++) {
      double[] expected = new double[machine.pairs()];
      int label = oracle.predict(fresh, i, expected);
      // Both stop within 1e-3 of the optimum.
      assertThat(machine.decisionValues(fresh, i)).containsExactly(expected, within(0.01));
      if (Arrays.stream(expected).allMatch(value -> Math.abs(value) > 0.01)) {
        assertThat(predicted[i]).isEqualTo(label);
      }
    }
  }
}
