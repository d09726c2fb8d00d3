package io.espalier.compressor;

import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.train.TrainingRecipe;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.artifact.Provenance;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says in provenances how files were made. */
final class Recipes {
  private final Dataset data;
  private final CompressionPlan plan;

  Recipes(Dataset data, CompressionPlan plan) {
    this.data = data;
    this.plan = plan;
  }

  /** What the dense network depends on. */
  SortedMap<String, String> training(long seed) {
    TrainingRecipe training = plan.training();
    return new TreeMap<>(
        Map.of(
            "seed", Long.toString(seed),
            "data", data.digest().hex(),
            "layers",
                training.layers().stream().map(String::valueOf).collect(Collectors.joining("-")),
            "epochs", Integer.toString(training.epochs()),
            "batch", Integer.toString(training.batch()),
            "learning_rate", training.firstRate() + " to " + training.lastRate()));
  }

  Provenance model(long seed, Variant variant, Precision precision) {
    SortedMap<String, String> recipe = network(seed, variant);
    recipe.put("precision", precision.label());
    return Provenance.ofThisBuild(recipe);
  }

  Provenance head(long seed, Variant variant) {
    SortedMap<String, String> recipe = network(seed, variant);
    recipe.put("head", "rbf-svm");
    recipe.put("head_samples", Integer.toString(plan.head().samples()));
    recipe.put("head_c", Double.toString(plan.head().c()));
    recipe.put("head_gamma", plan.head().gamma().label());
    recipe.put("head_on", plan.head().on().label());
    return Provenance.ofThisBuild(recipe);
  }

  private SortedMap<String, String> network(long seed, Variant variant) {
    SortedMap<String, String> recipe = training(seed);
    recipe.put("method", variant.method());
    recipe.put("sparsity", Double.toString(variant.sparsity().share()));
    return recipe;
  }
}
