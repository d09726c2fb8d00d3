package io.espalier.controller.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A spec as it stands in its file: nothing is required and nothing checked. */
@JsonPropertyOrder({
  "name",
  "seeds",
  "data",
  "normal",
  "model",
  "head",
  "svm",
  "metric",
  "methods",
  "sparsities",
  "precisions",
  "nodes",
  "run",
  "strategy",
  "race"
})
@JsonInclude(JsonInclude.Include.NON_NULL)
record SpecFile(
    @Nullable String name,
    @Nullable JsonNode seeds,
    @Nullable String data,
    @Nullable List<Integer> normal,
    @Nullable Model model,
    @Nullable String head,
    @Nullable Svm svm,
    @Nullable String metric,
    @Nullable List<RecipeFile> methods,
    @Nullable List<Double> sparsities,
    @Nullable List<String> precisions,
    @Nullable JsonNode nodes,
    @Nullable Run run,
    @Nullable String strategy,
    @Nullable Race race) {

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Model(@Nullable Train train, @Nullable String file) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Train(@Nullable String goal, @Nullable List<Integer> layers, @Nullable Integer epochs) {}

  record Svm(
      @Nullable Integer samples, @Nullable Double c, @Nullable String gamma, @Nullable String on) {
    static final Svm EMPTY = new Svm(null, null, null, null);
  }

  record Race(@Nullable String objective, @Nullable Double error, @Nullable Integer least) {}

  record Run(@Nullable Integer threads, @Nullable Integer warmup, @Nullable Integer repeats) {}
}
