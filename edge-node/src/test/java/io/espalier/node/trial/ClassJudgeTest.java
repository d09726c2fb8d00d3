package io.espalier.node.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.node.inference.EngineException;
import io.espalier.node.inference.FakeEngine;
import io.espalier.node.inference.InferenceEngine;
import io.espalier.node.inference.OutputType;
import io.espalier.shared.probe.ProbeSet;
import io.espalier.shared.trial.ClassCount;
import io.espalier.shared.trial.Judgement;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassJudgeTest {
  private static final Passes PASSES = new Passes(Judgement.TOP_1);

  /** Image i is brightest at feature i mod 3. */
  private static final int[] PIXELS = {9, 1, 1, 1, 9, 1, 1, 1, 9, 9, 1, 1, 1, 9, 1};

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 100})
  void correct_countsEveryImageOnceWhateverTheBatch(int batch)
      throws TrialException, EngineException {
    TestSet set = set(0, 1, 2, 0, 2);
    FakeEngine three = FakeEngine.identity(3);
    Verdict verdict =
        new JudgedPass(three, FakeEngine.identity(3), set, Judgement.TOP_1, batch).run();
    assertThat(verdict.correct()).isEqualTo(4);
    assertThat(verdict.total()).isEqualTo(5);
    assertThat(verdict.classes())
        .containsExactly(new ClassCount(2, 2), new ClassCount(1, 1), new ClassCount(1, 2));
  }

  @Test
  void correct_takesTheClassThatAHeadNames() throws TrialException, EngineException {
    InferenceEngine head =
        new FakeEngine(3, 1, OutputType.INT32, row -> new float[] {row[0] > row[1] ? 0 : 2});
    assertThat(PASSES.verdict(FakeEngine.identity(3), head, set(0, 2, 2, 1, 1)).correct())
        .isEqualTo(3);
  }

  @Test
  void correct_takesTheFirstOfEqualScores() throws TrialException, EngineException {
    FakeEngine undecided = new FakeEngine(3, 3, OutputType.FLOAT32, row -> new float[] {5, 5, 5});
    assertThat(PASSES.verdict(undecided, null, set(0, 1, 2, 0, 1)).correct()).isEqualTo(2);
  }

  @Test
  void classes_areThoseOfTheModelItself_withoutAHead() throws TrialException, EngineException {
    assertThat(PASSES.verdict(FakeEngine.identity(3), null, set(0, 1, 2, 0, 2)).correct())
        .isEqualTo(4);
    InferenceEngine naming =
        new FakeEngine(3, 1, OutputType.INT32, row -> new float[] {row[2] > row[0] ? 2 : 0});
    assertThat(PASSES.verdict(naming, null, set(0, 0, 2, 2, 0)).classes())
        .containsExactly(new ClassCount(3, 3), new ClassCount(0, 0), new ClassCount(1, 2));
  }

  @Test
  void singleOutput_isAProbabilityWhereAllAre_andElseALogit()
      throws TrialException, EngineException {
    Samples probabilities =
        new ProbeSamples(new ProbeSet(1, new float[] {0, 0.49f, 0.5f, 1}, new int[] {0, 1, 1, 0}));
    Samples logits =
        new ProbeSamples(new ProbeSet(1, new float[] {-3, 0.49f, 0.5f, 1}, new int[] {0, 1, 1, 0}));
    assertThat(PASSES.verdict(FakeEngine.identity(1), null, probabilities).classes())
        .containsExactly(new ClassCount(1, 2), new ClassCount(1, 2));
    assertThat(PASSES.verdict(FakeEngine.identity(1), null, logits).classes())
        .containsExactly(new ClassCount(1, 2), new ClassCount(2, 2));
  }

  @Test
  void singleOutput_isTheClassWhereLabelsGoBeyondOne() throws TrialException, EngineException {
    Samples set =
        new ProbeSamples(new ProbeSet(1, new float[] {0.2f, 3.4f, 7}, new int[] {0, 3, 6}));
    assertThat(PASSES.verdict(FakeEngine.identity(1), null, set).correct()).isEqualTo(2);
  }

  @Test
  void classes_addUpToTheAnswers_seed5_andAreLeftOutBeyond256() throws Exception {
    for (int labels : new int[] {256, 257}) {
      Random random = new Random(5);
      float[] inputs = new float[2_000];
      int[] right = new int[2_000];
      for (int i = 0; i < right.length; i++) {
        right[i] = i == 0 ? labels - 1 : random.nextInt(labels);
        inputs[i] = random.nextInt(4) > 0 ? right[i] : random.nextInt(labels);
      }
      Verdict verdict =
          PASSES.verdict(
              FakeEngine.identity(1), null, new ProbeSamples(new ProbeSet(1, inputs, right)));
      int expected = 0;
      for (int i = 0; i < right.length; i++) {
        expected += right[i] == (int) inputs[i] ? 1 : 0;
      }
      assertThat(verdict.correct()).isEqualTo(expected);
      List<ClassCount> classes = Objects.requireNonNullElse(verdict.classes(), List.of());
      assertThat(classes).hasSize(labels == 256 ? 256 : 0);
      if (labels == 256) {
        assertThat(classes.stream().mapToInt(ClassCount::right).sum()).isEqualTo(expected);
        assertThat(classes.stream().mapToInt(ClassCount::of).sum()).isEqualTo(2_000);
      }
    }
  }

  @Test
  void pass_refusesPartsThatDoNotFit() throws TrialException {
    TestSet set = set(0, 1, 2, 0, 1);
    FakeEngine three = FakeEngine.identity(3);
    FakeEngine four = FakeEngine.identity(4);
    PASSES.assertRefused(four, four, set, "model: features of a sample: expected 3, found 4");
    PASSES.assertRefused(
        three, four, set, "head: values of the model's output: expected 3, found 4");
    FakeEngine twoClasses = new FakeEngine(3, 2, OutputType.FLOAT32, row -> row);
    PASSES.assertRefused(
        three, twoClasses, set, "head: expected a score for each label up to 2, found 2 scores");
    PASSES.assertRefused(
        twoClasses, null, set, "model: expected a score for each label up to 2, found 2 scores");
    FakeEngine twoAnswers = new FakeEngine(3, 2, OutputType.INT32, row -> row);
    PASSES.assertRefused(three, twoAnswers, set, "head: classes of a sample: expected 1, found 2");
    PASSES.assertRefused(twoAnswers, three, set, "model: expected a float32 output, found INT32");
    PASSES.assertRefused(
        three,
        null,
        new ProbeSamples(new ProbeSet(3, new float[3], new int[0])),
        "samples: expected a label each, found none");
    PASSES.assertRefused(
        three,
        null,
        new ProbeSamples(new ProbeSet(3, new float[3], new int[] {-1})),
        "labels: expected 0 to 1000000, found -1");
  }

  private static TestSet set(int... labels) throws TrialException {
    return TestSet.parse(Idx.of(new int[] {5, 3}, PIXELS), Idx.labels(labels));
  }
}
