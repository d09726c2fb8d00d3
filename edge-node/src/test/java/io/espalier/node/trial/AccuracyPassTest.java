package io.espalier.node.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.node.inference.EngineException;
import io.espalier.node.inference.FakeEngine;
import io.espalier.node.inference.InferenceEngine;
import io.espalier.node.inference.OutputType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccuracyPassTest {
  /** Image i is brightest at feature i mod 3. */
  private static final int[] PIXELS = {9, 1, 1, 1, 9, 1, 1, 1, 9, 9, 1, 1, 1, 9, 1};

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 100})
  void correct_countsEveryImageOnceWhateverTheBatch(int batch)
      throws TrialException, EngineException {
    TestSet set = set(0, 1, 2, 0, 2);
    AccuracyPass pass =
        new AccuracyPass(FakeEngine.identity(3), FakeEngine.identity(3), set, batch);
    assertThat(pass.correct()).isEqualTo(4);
  }

  @Test
  void correct_takesTheClassThatAHeadNames() throws TrialException, EngineException {
    InferenceEngine head =
        new FakeEngine(3, 1, OutputType.INT32, row -> new float[] {row[0] > row[1] ? 0 : 2});
    assertThat(new AccuracyPass(FakeEngine.identity(3), head, set(0, 2, 2, 1, 1), 2).correct())
        .isEqualTo(3);
  }

  @Test
  void correct_takesTheFirstOfEqualScores() throws TrialException, EngineException {
    FakeEngine undecided = new FakeEngine(3, 3, OutputType.FLOAT32, row -> new float[] {5, 5, 5});
    assertThat(new AccuracyPass(FakeEngine.identity(3), undecided, set(0, 1, 2, 0, 1), 2).correct())
        .isEqualTo(2);
  }

  @Test
  void accuracyPass_refusesPartsThatDoNotFit() throws TrialException {
    TestSet set = set(0, 1, 2, 0, 1);
    FakeEngine three = FakeEngine.identity(3);
    FakeEngine four = FakeEngine.identity(4);
    assertThatThrownBy(() -> new AccuracyPass(four, four, set, 2))
        .isInstanceOf(TrialException.class)
        .hasMessage("model: features of an image: expected 3, found 4");
    assertThatThrownBy(() -> new AccuracyPass(three, four, set, 2))
        .hasMessage("head: values of the model's output: expected 3, found 4");
    FakeEngine twoClasses = new FakeEngine(3, 2, OutputType.FLOAT32, row -> row);
    assertThatThrownBy(() -> new AccuracyPass(three, twoClasses, set, 2))
        .hasMessage("head: expected a score for each label up to 2, found 2 scores");
    FakeEngine twoAnswers = new FakeEngine(3, 2, OutputType.INT32, row -> row);
    assertThatThrownBy(() -> new AccuracyPass(three, twoAnswers, set, 2))
        .hasMessage("head: classes of an image: expected 1, found 2");
    assertThatThrownBy(() -> new AccuracyPass(twoAnswers, three, set, 2))
        .hasMessage("model: expected a float32 output, found INT32");
  }

  private static TestSet set(int... labels) throws TrialException {
    return TestSet.parse(Idx.of(new int[] {5, 3}, PIXELS), Idx.labels(labels));
  }
}
