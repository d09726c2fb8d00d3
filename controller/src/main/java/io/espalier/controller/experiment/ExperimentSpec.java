package io.espalier.controller.experiment;

import io.espalier.compressor.HeadRecipe;
import io.espalier.compressor.PruningRecipe;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.trial.RunOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an experiment does.
 *
 * @param name 1 to 48 letters, digits, dots, dashes and underscores, the first a letter or digit;
 *     names its directory
 * @param seeds one or more, each a repetition, at least 0
 * @param data {@code mnist}, {@code idx:DIR}, {@code npz:FILE} or {@code csv:FILE}
 * @param normal the classes that are trained on, where all others are anomalies; else empty
 * @param model where its model comes from
 * @param svm how heads are fitted, on at least 10 training samples; absent if the model's own
 *     outputs are judged
 * @param metric by which figure; absent for the one that the data allow
 * @param methods how links are pruned, each by a name of its own; none if there are no sparsities
 * @param sparsities fractions of links removed, each in (0, 1), without the 0 of the dense
 *     baseline, which is always run
 * @param precisions how weights are stored, at least one
 * @param nodes which nodes take part; empty for all
 * @param run how each trial runs
 * @param race how it chooses while it runs; absent if it measures everything
 */
public record ExperimentSpec(
    String name,
    List<Long> seeds,
    String data,
    List<Integer> normal,
    ModelSource model,
    @Nullable HeadRecipe svm,
    @Nullable JudgedBy metric,
    List<PruningRecipe> methods,
    List<Double> sparsities,
    List<Precision> precisions,
    List<NodeId> nodes,
    RunOptions run,
    @Nullable RaceRules race) {
  /**
   * @throws IllegalArgumentException if a value is out of range; the message names the key
   */
  public ExperimentSpec {
    seeds = Expect.distinct("seeds", seeds);
    normal = Expect.distinct("normal", normal);
    sparsities =
        Expect.distinct("sparsities", sparsities).stream().filter(s -> s != 0).sorted().toList();
    methods = sparsities.isEmpty() ? List.of() : List.copyOf(methods);
    precisions = Expect.distinct("precisions", precisions);
    nodes = List.copyOf(nodes);
    new ExperimentId(name); // Says what is wrong with it.
    requireNamesOfTheirOwn(methods);
    Expect.that(!precisions.isEmpty(), "precisions", "one of " + Precision.labels(), precisions);
    Expect.that(!seeds.isEmpty(), "seeds", "at least one", seeds);
    Expect.that(
        race == null || seeds.size() > race.least(), "seeds", "more than race.least", seeds.size());
    Expect.that(!methods.isEmpty() || sparsities.isEmpty(), "methods", "at least one", methods);
    Expect.that(
        svm == null || model.takesHead(),
        "head",
        "'none' for a model that is no autoencoder trained here",
        "'rbf-svm'");
    Expect.that(
        metric == null || svm == null || metric == JudgedBy.TOP_1,
        "metric",
        "'top-1', for a head tells classes",
        metric == null ? "" : "'" + metric.label() + "'");
    Expect.that(
        normal.isEmpty() || (svm == null && (metric == null || metric == JudgedBy.AUC)),
        "normal",
        "metric: auc and head: none beside it",
        "others");
  }

  /** What the experiment is called wherever there are several. */
  public ExperimentId id() {
    return new ExperimentId(name);
  }

  /** The number of trials: for each seed the baseline and each method at each sparsity. */
  public int trials() {
    return seeds.size() * (1 + methods.size() * sparsities.size()) * precisions.size();
  }

  private static void requireNamesOfTheirOwn(List<PruningRecipe> methods) {
    List<String> names = methods.stream().map(PruningRecipe::name).toList();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      Expect.that(names.indexOf(name) == i, "methods[" + i + "]", "no repetition", name);
    }
  }
}
