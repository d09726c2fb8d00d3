package io.espalier.compressor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.data.SampleArray;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.head.GammaRule;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.tflite.TfLiteReader;
import io.espalier.compressor.tflite.TfLiteRunner;
import io.espalier.compressor.train.TrainingRecipe;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.artifact.Precision;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CompressionPipelineTest {
  private final CompressionPipeline pipeline =
      new CompressionPipeline(SmallData.PATTERNS, SmallData.PLAN, (stage, fraction, detail) -> {});

  @Test
  void run_handsOverTheDenseNetworkFirstAndThenTheLeastPruned() throws Exception {
    assertThat(run(0))
        .extracting(model -> model.variant().toString())
        .containsExactly("dense", "shapley 0.5", "shapley 0.75", "magnitude 0.5", "magnitude 0.75");
    assertThat(SmallData.PLAN.variants())
        .isEqualTo(run(0).stream().map(CompressedModel::variant).toList());
  }

  @Test
  void run_reachesTheSparsityThatWasAskedFor() throws Exception {
    for (CompressedModel model : run(0)) {
      assertThat(model.sparsityReached()).isEqualTo(model.variant().sparsity().share());
      assertThat(TfLiteReader.read(file(model)).sparsity()).isEqualTo(model.sparsityReached());
    }
  }

  @Test
  void run_writesEveryPrecisionWithItsProvenance() throws Exception {
    CompressedModel model = run(7).get(2);

    assertThat(model.models()).containsOnlyKeys(Precision.FP32, Precision.INT8);
    ArtifactFile int8 = model.model(Precision.INT8);
    assertThat(TfLiteReader.provenance(int8.content())).contains(int8.provenance());
    assertThat(int8.provenance().recipe())
        .containsEntry("seed", "7")
        .containsEntry("data", SmallData.PATTERNS.digest().hex())
        .containsEntry("layers", "12-8-4-8-12")
        .containsEntry("epochs", "10")
        .containsEntry("method", "shapley")
        .containsEntry("sparsity", "0.75")
        .containsEntry("precision", "int8");
    assertThat(model.head().orElseThrow().provenance().recipe())
        .containsEntry("head", "rbf-svm")
        .containsEntry("head_samples", "200")
        .containsEntry("head_c", "10.0");
  }

  @Test
  void run_tellsTheCodeToAHeadThatClassifiesIt() throws Exception {
    HeadRecipe onCode = new HeadRecipe(200, 10, GammaRule.CENTRED, HeadInput.CODE);
    CompressionPlan usual = SmallData.PLAN;
    CompressionPlan plan =
        new CompressionPlan(
            usual.origin(),
            usual.recipes(),
            usual.sparsities(),
            usual.precisions(),
            Optional.of(onCode));
    List<CompressedModel> models = new ArrayList<>();

    new CompressionPipeline(SmallData.PATTERNS, plan, (stage, fraction, detail) -> {})
        .run(0, models::add);

    Matrix images = SmallData.PATTERNS.testImages();
    for (CompressedModel model : models) {
      Mlp network = TfLiteReader.read(file(model));
      try (TfLiteRunner runner = TfLiteRunner.open(file(model), 1);
          TfLiteRunner head = TfLiteRunner.open(model.head().orElseThrow().content(), 1)) {
        List<Matrix> outputs =
            runner.run(
                new CalibrationData(
                    "test images",
                    Digest.of(new byte[0]),
                    List.of(SampleArray.rows("x", images)),
                    Optional.empty(),
                    Optional.empty()));
        assertThat(outputs).hasSize(2);
        assertThat(outputs.get(0).columns()).isEqualTo(12);
        assertThat(outputs.get(1).values())
            .containsExactly(network.activations(images).get(1).values(), within(1e-5f));
        int right = 0;
        int[] classes = head.classes(outputs.get(1));
        for (int i = 0; i < classes.length; i++) {
          right += classes[i] == SmallData.PATTERNS.testLabels()[i] ? 1 : 0;
        }
        assertThat(right).isGreaterThan(classes.length / 2);
      }
      assertThat(model.head().orElseThrow().provenance().recipe()).containsEntry("head_on", "code");
    }
  }

  @Test
  void run_givesTheSameBytesForTheSameSeed() throws Exception {
    assertSame(run(3), run(3));
    assertThat(file(run(3).get(0))).isNotEqualTo(file(run(4).get(0)));
  }

  @Test
  void resume_givesTheSameBytesAsARunInOne() throws Exception {
    List<CompressedModel> whole = run(5);
    List<CompressedModel> resumed = new ArrayList<>();

    pipeline.resume(
        5,
        file(whole.get(0)),
        variant -> variant.sparsity().equals(new Sparsity(0.75)),
        resumed::add);

    assertSame(resumed, List.of(whole.get(2), whole.get(4)));
  }

  @Test
  void resume_refusesTheNetworkOfAnotherSeed() throws Exception {
    byte[] dense = file(run(5).get(0));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> pipeline.resume(6, dense, variant -> true, model -> {}))
        .withMessage("dense file: expected seed 6, found 5");
  }

  @Test
  void run_reportsEveryStage() throws Exception {
    Set<Stage> finished = EnumSet.noneOf(Stage.class);
    CompressionListener listener =
        (stage, fraction, detail) -> {
          assertThat(fraction).isBetween(0.0, 1.0);
          if (fraction == 1) {
            finished.add(stage);
          }
        };
    new CompressionPipeline(SmallData.PATTERNS, SmallData.PLAN, listener).run(0, model -> {});

    assertThat(finished).containsExactly(Stage.TRAIN, Stage.SCORE, Stage.FIT, Stage.WRITE);
  }

  @Test
  void run_stopsWhenInterrupted() {
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> pipeline.run(0, model -> Thread.currentThread().interrupt()));
  }

  @Test
  void pipeline_refusesLayersThatDoNotFitTheImages() {
    CompressionPlan plan =
        CompressionPlan.ofPaper(
            new TrainingRecipe(List.of(10, 4, 10), 1),
            List.of(),
            List.of(),
            List.of(Precision.FP32),
            HeadRecipe.USUAL);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CompressionPipeline(SmallData.PATTERNS, plan, (s, f, d) -> {}))
        .withMessage(
            "layers: expected 12 first and last, as samples of patterns have values, found 10");
  }

  @Test
  void plan_refusesNoPrecision() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new CompressionPlan(
                    SmallData.PLAN.origin(), List.of(), List.of(), List.of(), Optional.empty()))
        .withMessage("precisions: expected at least one, found none");
  }

  private List<CompressedModel> run(long seed) throws Exception {
    List<CompressedModel> models = new ArrayList<>();
    pipeline.run(seed, models::add);
    return models;
  }

  private static byte[] file(CompressedModel model) {
    return model.model(Precision.FP32).content();
  }

  private static void assertSame(List<CompressedModel> some, List<CompressedModel> others) {
    assertThat(others).hasSameSizeAs(some);
    for (int i = 0; i < some.size(); i++) {
      for (Precision precision : some.get(i).models().keySet()) {
        assertThat(others.get(i).model(precision).content())
            .isEqualTo(some.get(i).model(precision).content());
      }
      assertThat(others.get(i).head().orElseThrow().content())
          .isEqualTo(some.get(i).head().orElseThrow().content());
    }
  }
}
