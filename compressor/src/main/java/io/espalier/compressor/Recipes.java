package io.espalier.compressor;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.quantise.Calibration;
import io.espalier.compressor.tflite.TfLiteReader;
import io.espalier.compressor.train.Course;
import io.espalier.compressor.train.TrainingRecipe;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.artifact.Provenance;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says in provenances how files were made. */
final class Recipes {
  private final CalibrationData data;
  private final CompressionPlan plan;

  Recipes(CalibrationData data, CompressionPlan plan) {
    this.data = data;
    this.plan = plan;
  }

  /** What the dense network depends on. */
  SortedMap<String, String> dense(long seed) {
    if (plan.origin() instanceof Origin.Given given) {
      return new TreeMap<>(Map.of("input", Digest.of(given.file()).hex()));
    }
    if (plan.origin() instanceof Origin.Classifier classifier) {
      Course course = Course.of(classifier.epochs());
      SortedMap<String, String> recipe = training(seed, classifier.layers(), course);
      recipe.put("goal", TrainingGoal.CLASSIFICATION.label());
      return recipe;
    }
    TrainingRecipe training = ((Origin.Autoencoder) plan.origin()).training();
    return training(seed, training.layers(), training.course());
  }

  /**
   * How a model was made.
   *
   * @param base what recipes prune: the dense network's file
   */
  Provenance model(long seed, Variant variant, Precision precision, byte[] base) {
    SortedMap<String, String> recipe = network(seed, variant, precision, base);
    recipe.put("precision", precision.label());
    if (precision == Precision.INT8_FULL && own(variant).isEmpty()) {
      recipe.put("seed", Long.toString(seed));
      recipe.put("data", data.digest().hex());
      recipe.put("calibration", Calibration.MIN_MAX.label());
      recipe.put("samples", Integer.toString(PruningRecipe.USUAL_SAMPLES));
    }
    return Provenance.ofThisBuild(recipe);
  }

  Provenance head(long seed, Variant variant, HeadRecipe head, byte[] base) {
    SortedMap<String, String> recipe = network(seed, variant, Precision.FP32, base);
    recipe.remove("precision");
    recipe.put("head", "rbf-svm");
    recipe.put("head_samples", Integer.toString(head.samples()));
    recipe.put("head_c", Double.toString(head.c()));
    recipe.put("head_gamma", head.gamma().label());
    recipe.put("head_on", head.on().label());
    return Provenance.ofThisBuild(recipe);
  }

  private SortedMap<String, String> network(
      long seed, Variant variant, Precision precision, byte[] base) {
    Optional<PruningRecipe> own = own(variant);
    if (own.isPresent()) {
      return pruned(seed, variant, own.get(), precision, base);
    }
    SortedMap<String, String> recipe = dense(seed);
    recipe.put("method", variant.method());
    recipe.put("sparsity", Double.toString(variant.sparsity().share()));
    return recipe;
  }

  /** What {@link ModelCompressor} would say, and where what it was given came from. */
  private SortedMap<String, String> pruned(
      long seed, Variant variant, PruningRecipe how, Precision precision, byte[] base) {
    SortedMap<String, String> recipe =
        new TreeMap<>(
            Recipe.of(
                how.request(variant.sparsity(), precision, seed),
                variant.sparsity(),
                Digest.of(base),
                data.digest()));
    recipe.putAll(plan.data());
    recipe.put("recipe", how.name());
    recipe.put("samples", Integer.toString(how.samples()));
    TfLiteReader.provenance(base)
        .ifPresent(
            made -> made.recipe().forEach((key, value) -> recipe.put("given." + key, value)));
    return recipe;
  }

  /** The recipe of a variant that is neither dense nor pruned as the paper has it. */
  private Optional<PruningRecipe> own(Variant variant) {
    return plan.recipe(variant).filter(recipe -> !plan.isOfPaper(recipe));
  }

  private SortedMap<String, String> training(long seed, List<Integer> layers, Course course) {
    SortedMap<String, String> recipe = new TreeMap<>(plan.data());
    recipe.putAll(
        Map.of(
            "seed", Long.toString(seed),
            "data", data.digest().hex(),
            "layers", layers.stream().map(String::valueOf).collect(Collectors.joining("-")),
            "epochs", Integer.toString(course.epochs()),
            "batch", Integer.toString(course.batch()),
            "learning_rate", course.firstRate() + " to " + course.lastRate()));
    return recipe;
  }
}
