package io.espalier.compressor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.score.Method;
import io.espalier.compressor.tflite.TfLiteReader;
import io.espalier.compressor.tflite.TfLiteWriter;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.artifact.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a pipeline makes by recipes, of networks that it trains and of files that it is given. */
class RecipePipelineTest {
  private static final CalibrationData SAMPLES = CalibrationData.training(SmallData.PATTERNS);
  private static final CompressionListener QUIET = (stage, fraction, detail) -> {};
  private static final Sparsity HALF = new Sparsity(0.5);
  private static final Provenance ANY = Provenance.ofThisBuild(Map.of());

  private static final PruningRecipe REFIT =
      new PruningRecipe("refit", prune(Method.SHAPLEY).with(Repair.REFIT).shrunk(), 80);
  private static final PruningRecipe STEPS =
      new PruningRecipe(
          "steps",
          prune(Method.FISHER).with(Repair.BIAS).with(Allocation.GLOBAL).with(new Tuning(true, 1)),
          120);

  @Test
  void recipe_makesWhatTheCompressorMakesOfTheDenseFile() throws Exception {
    List<CompressedModel> models = run(plan(SmallData.PLAN.origin(), REFIT, STEPS), 7);
    byte[] dense = models.get(0).model(Precision.FP32).content();

    assertThat(models)
        .extracting(model -> model.variant().toString())
        .containsExactly("dense", "refit 0.5", "steps 0.5");
    assertMadeAlike(models.get(1), REFIT, dense);
    assertMadeAlike(models.get(2), STEPS, dense);
    assertThat(models).allMatch(model -> model.head().isEmpty());
  }

  @Test
  void recipe_isToldByProvenances_withWhatTheDenseNetworkIsOf() throws Exception {
    CompressedModel model = run(plan(SmallData.PLAN.origin(), STEPS), 7).get(1);
    ArtifactFile file = model.model(Precision.INT8_FULL);

    assertThat(TfLiteReader.provenance(file.content())).contains(file.provenance());
    assertThat(file.provenance().recipe())
        .containsEntry("recipe", "steps")
        .containsEntry("method", "fisher")
        .containsEntry("tuning", "gradual")
        .containsEntry("allocation", "global")
        .containsEntry("sparsity", "0.5")
        .containsEntry("precision", "int8-full")
        .containsEntry("calibration", "min-max")
        .containsEntry("samples", "120")
        .containsEntry("seed", "7")
        .containsEntry("given.layers", "12-8-4-8-12")
        .containsEntry("given.seed", "7");
  }

  @Test
  void provenances_tellHowSamplesWereChosen() throws Exception {
    CompressionPlan plan = plan(SmallData.PLAN.origin(), REFIT);
    CompressionPlan chosen =
        new CompressionPlan(
            plan.origin(),
            plan.recipes(),
            plan.sparsities(),
            List.of(Precision.FP32),
            plan.head(),
            Map.of("normal", "[0]"));
    List<CompressedModel> models = run(chosen, 1);

    assertThat(models)
        .hasSize(2)
        .allSatisfy(
            model ->
                assertThat(model.model(Precision.FP32).provenance().recipe())
                    .containsEntry("normal", "[0]"));
  }

  @Test
  void recipes_goOnAfterAnInterruption() throws Exception {
    CompressionPlan plan = plan(SmallData.PLAN.origin(), REFIT, STEPS);
    List<CompressedModel> whole = run(plan, 3);
    List<CompressedModel> resumed = new ArrayList<>();
    new CompressionPipeline(SAMPLES, plan, QUIET)
        .resume(
            3,
            whole.get(0).model(Precision.FP32).content(),
            variant -> variant.method().equals("steps"),
            resumed::add);

    assertThat(resumed).hasSize(1);
    for (Precision precision : plan.precisions()) {
      assertThat(resumed.get(0).model(precision).content())
          .isEqualTo(whole.get(2).model(precision).content());
    }
  }

  @Test
  void plainMethod_isThePapers_whateverStandsBesideIt() throws Exception {
    CompressionPlan paper = SmallData.PLAN;
    List<PruningRecipe> recipes = new ArrayList<>(paper.recipes());
    recipes.add(1, REFIT);
    CompressionPlan both =
        new CompressionPlan(
            paper.origin(), recipes, paper.sparsities(), paper.precisions(), paper.head());
    List<CompressedModel> alone = run(paper, 5);
    List<CompressedModel> beside =
        run(both, 5).stream().filter(model -> !model.variant().method().equals("refit")).toList();

    assertThat(beside).hasSameSizeAs(alone);
    for (int i = 0; i < alone.size(); i++) {
      assertThat(beside.get(i).variant()).isEqualTo(alone.get(i).variant());
      assertThat(beside.get(i).model(Precision.INT8).content())
          .isEqualTo(alone.get(i).model(Precision.INT8).content());
    }
  }

  @Test
  void classifier_isTrainedForEachSeed() throws Exception {
    Origin origin = new Origin.Classifier(List.of(12, 8, 3), 5);
    byte[] one = run(plan(origin, REFIT), 1).get(0).model(Precision.FP32).content();
    byte[] other = run(plan(origin, REFIT), 2).get(0).model(Precision.FP32).content();

    assertThat(one).isNotEqualTo(other);
    assertThat(TfLiteReader.read(one).outputs()).isEqualTo(3);
    assertThat(TfLiteReader.provenance(one).orElseThrow().recipe())
        .containsEntry("goal", "classification")
        .containsEntry("layers", "12-8-3");
  }

  @Test
  void givenModel_isTheSameForEverySeed_butWhatIsDrawnIsNot() throws Exception {
    byte[] file =
        new ModelTrainer(3, 9, QUIET)
            .train(SmallData.PATTERNS, TrainingGoal.CLASSIFICATION, List.of(12, 8, 3))
            .content();
    CompressionPlan plan = plan(new Origin.Given("mine.tflite", file), REFIT);
    List<CompressedModel> one = run(plan, 1);
    List<CompressedModel> other = run(plan, 2);

    assertThat(one.get(0).model(Precision.FP32).content())
        .isEqualTo(other.get(0).model(Precision.FP32).content());
    assertThat(one.get(0).model(Precision.FP32).provenance().recipe())
        .containsEntry("input", Digest.of(file).hex());
    assertThat(one.get(1).model(Precision.FP32).content())
        .isNotEqualTo(other.get(1).model(Precision.FP32).content());
    assertThat(one.get(1).sparsityReached()).isBetween(0.4, 0.5);
  }

  @Test
  void modelThatCannotBeTrained_isRefusedInOneLine() throws Exception {
    byte[] notOne = run(SmallData.PLAN, 1).get(0).head().orElseThrow().content();
    CompressionPlan plan = plan(new Origin.Given("mine.tflite", notOne), STEPS);

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> run(plan, 1))
        .withMessageStartingWith("mine.tflite: only multi-layer perceptrons can be trained: ");
  }

  @Test
  void plan_refusesTwoRecipesOfOneName_andAHeadForWhatIsNoAutoencoder() {
    PruningRecipe namesake = new PruningRecipe("refit", prune(Method.LMG), 10);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(SmallData.PLAN.origin(), REFIT, namesake))
        .withMessage("recipes: expected names that differ, found [refit, refit]");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new CompressionPlan(
                    new Origin.Classifier(List.of(12, 3), 1),
                    List.of(),
                    List.of(),
                    List.of(Precision.FP32),
                    Optional.of(HeadRecipe.USUAL)))
        .withMessage("head: expected an autoencoder for it, found another");
  }

  private static void assertMadeAlike(CompressedModel model, PruningRecipe recipe, byte[] dense)
      throws Exception {
    CalibrationData drawn = SAMPLES.sampled(recipe.samples(), new SplittableRandom(7));
    for (Precision precision : model.models().keySet()) {
      CompressionRequest request = recipe.request(HALF, precision, 7);
      byte[] expected = new ModelCompressor(request, QUIET).compress("m", dense, drawn).file();
      assertThat(TfLiteWriter.stamped(model.model(precision).content(), ANY))
          .isEqualTo(TfLiteWriter.stamped(expected, ANY));
    }
  }

  private static CompressionPlan plan(Origin origin, PruningRecipe... recipes) {
    return new CompressionPlan(
        origin,
        List.of(recipes),
        List.of(HALF),
        List.of(Precision.FP32, Precision.FP16, Precision.INT8, Precision.INT8_FULL),
        Optional.empty());
  }

  private static List<CompressedModel> run(CompressionPlan plan, long seed) throws Exception {
    List<CompressedModel> models = new ArrayList<>();
    new CompressionPipeline(SAMPLES, plan, QUIET).run(seed, models::add);
    return models;
  }

  private static CompressionRequest prune(Method method) {
    return CompressionRequest.prune(method, Sparsity.NONE);
  }
}
