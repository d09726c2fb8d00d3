package io.espalier.compressor.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.compressor.data.DataException;
import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.data.Datasets;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.tflite.TfLiteReader;
import io.espalier.compressor.tflite.TfLiteRunner;
import io.espalier.shared.artifact.Provenance;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RbfSvmHeadTest {
  private static final Provenance PROVENANCE =
      new Provenance("1.2.3", "abc1234", new TreeMap<>(Map.of("head", "rbf-svm")));

  @ParameterizedTest
  @ValueSource(strings = {"0,1", "0,2,3", "1,2,3,4,5,6,7,8,9,11"})
  void write_makesAGraphThatClassifiesAsTheMachine(String classes) throws InterruptedException {
    int[] labels = Arrays.stream(classes.split(",")).mapToInt(Integer::parseInt).toArray();
    TestClusters training = TestClusters.of(21, 500, 8, labels);
    Matrix fresh = TestClusters.of(22, 500, 8, labels).points();
    RbfSvm machine = RbfSvmTrainer.fit(training.points(), training.labels(), 10, GammaRule.CENTRED);

    assertClassifiesAsTheMachine(machine, fresh);
  }

  @Test
  void write_makesAGraphThatClassifiesDigitsAsTheMachine()
      throws InterruptedException, DataException {
    Dataset mnist = Datasets.mnist();
    RbfSvm machine =
        RbfSvmTrainer.fit(
            mnist.trainImages().rows(0, 1000),
            Arrays.copyOf(mnist.trainLabels(), 1000),
            10,
            GammaRule.CENTRED);

    assertClassifiesAsTheMachine(machine, mnist.testImages().rows(0, 300));
  }

  @Test
  void write_leavesOnlyTheLastOperatorToOthersThanXnnpack() throws InterruptedException {
    try (TfLiteRunner runner = TfLiteRunner.open(RbfSvmHead.write(small(), PROVENANCE), 1)) {
      assertThat(runner.operatorsTotal()).isEqualTo(12);
      assertThat(runner.operatorsDelegated()).isEqualTo(11);
    }
  }

  @Test
  void write_givesTheLowestLabelOnATie_asLibsvmDoes() {
    // 0 beats 1, 1 beats 2, 2 beats 0, by ρ alone.
    RbfSvm circle =
        new RbfSvm(
            new int[] {3, 4, 5},
            new Matrix(1, 2, new float[] {0, 1}),
            new double[3][1],
            new double[] {-1, 1, -1},
            1);
    Matrix anywhere = new Matrix(1, 2, new float[] {0.5f, 0.5f});

    assertThat(circle.predict(anywhere)).containsExactly(3);
    try (TfLiteRunner runner = TfLiteRunner.open(RbfSvmHead.write(circle, PROVENANCE), 1)) {
      assertThat(runner.classes(anywhere)).containsExactly(3);
    }
  }

  @ParameterizedTest
  @EnumSource(GammaRule.class)
  void write_makesAGraphThatGuessesAsTheMachine_whereFeaturesAreAllEqual(GammaRule rule)
      throws InterruptedException {
    float[] values = new float[12];
    Arrays.fill(values, 0.3f);
    Matrix equal = new Matrix(6, 2, values);
    RbfSvm machine = RbfSvmTrainer.fit(equal, new int[] {0, 1, 1, 1, 1, 2}, 10, rule);

    assertThat(machine.predict(equal)).containsOnly(1);
    try (TfLiteRunner runner = TfLiteRunner.open(RbfSvmHead.write(machine, PROVENANCE), 1)) {
      assertThat(runner.classes(equal)).containsOnly(1);
    }
  }

  @Test
  void write_givesTheSameBytesTwice_withTheProvenance() throws InterruptedException {
    byte[] file = RbfSvmHead.write(small(), PROVENANCE);

    assertThat(RbfSvmHead.write(small(), PROVENANCE)).isEqualTo(file);
    assertThat(TfLiteReader.provenance(file)).contains(PROVENANCE);
  }

  private static RbfSvm small() throws InterruptedException {
    TestClusters training = TestClusters.of(23, 100, 4, 0, 1, 2);
    return RbfSvmTrainer.fit(training.points(), training.labels(), 10, GammaRule.CENTRED);
  }

  /** Whether single floats cannot change a vote. */
  private static boolean isClear(double[] decisionValues) {
    return Arrays.stream(decisionValues).allMatch(value -> Math.abs(value) > 1e-4);
  }

  private static void assertClassifiesAsTheMachine(RbfSvm machine, Matrix fresh) {
    int[] expected = machine.predict(fresh);
    int clear = 0;
    try (TfLiteRunner runner = TfLiteRunner.open(RbfSvmHead.write(machine, PROVENANCE), 1)) {
      int[] together = runner.classes(fresh);
      int[] hundred = runner.classes(fresh.rows(0, 100));
      assertThat(hundred).isEqualTo(Arrays.copyOf(together, 100));
      for (int i = 0; i < expected.length; i++) {
        assertThat(runner.classes(fresh.rows(i, i + 1))).containsExactly(together[i]);
        if (isClear(machine.decisionValues(fresh, i))) {
          assertThat(together[i]).isEqualTo(expected[i]);
          clear++;
        }
      }
    }
    assertThat(clear).isGreaterThan(expected.length * 9 / 10);
  }
}
