package io.espalier.controller.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.espalier.compressor.HeadInput;
import io.espalier.compressor.HeadRecipe;
import io.espalier.compressor.PruningRecipe;
import io.espalier.compressor.TrainingGoal;
import io.espalier.compressor.head.GammaRule;
import io.espalier.compressor.score.Method;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.trial.RunOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes a spec of what stands in its file, and the other way round. */
final class SpecForm {
  private static final String HEAD = "rbf-svm";
  private static final String NO_HEAD = "none";
  private static final RunOptions DEFAULT_RUN = new RunOptions(1, 50, 1000);
  private static final List<RecipeFile> DEFAULT_METHODS =
      List.of(RecipeFile.plain(Method.SHAPLEY.label()), RecipeFile.plain(Method.MAGNITUDE.label()));

  private SpecForm() {}

  /**
   * The spec.
   *
   * @throws IllegalArgumentException if a value is out of range; the message names the key
   */
  static ExperimentSpec spec(SpecFile file) {
    ModelSource model = model(file.model());
    List<Integer> normal = normal(Expect.or(file.normal(), List.of()));
    JudgedBy metric =
        file.metric() == null
            ? null
            : Expect.oneOf("metric", JudgedBy.values(), JudgedBy::label, file.metric());
    boolean classified = normal.isEmpty() && (metric == null || metric == JudgedBy.TOP_1);
    JudgedBy judged =
        Objects.requireNonNullElse(metric, normal.isEmpty() ? JudgedBy.TOP_1 : JudgedBy.AUC);
    return new ExperimentSpec(
        Expect.present("name", file.name()),
        seeds(file.seeds()),
        Expect.or(file.data(), "mnist"),
        normal,
        model,
        svm(file, model.takesHead() && classified),
        metric,
        methods(Expect.or(file.methods(), DEFAULT_METHODS)),
        sparsities(Expect.or(file.sparsities(), List.of(0.83, 0.88, 0.92, 0.95))),
        precisions(Expect.or(file.precisions(), List.of("fp32", "fp16", "int8"))),
        nodes(file.nodes()),
        run(file.run()),
        RaceRules.of(Expect.or(file.strategy(), RaceRules.GRID), file.race(), judged.objective()));
  }

  /** The file, with every default spelt out. */
  static SpecFile file(ExperimentSpec spec) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    JsonNode nodes =
        spec.nodes().isEmpty()
            ? json.textNode("all")
            : json.arrayNode()
                .addAll(spec.nodes().stream().map(n -> json.textNode(n.value())).toList());
    HeadRecipe svm = spec.svm();
    RunOptions run = spec.run();
    RaceRules race = spec.race();
    return new SpecFile(
        spec.name(),
        json.arrayNode().addAll(spec.seeds().stream().map(json::numberNode).toList()),
        spec.data(),
        spec.normal().isEmpty() ? null : spec.normal(),
        spec.model().toFile(),
        svm == null ? NO_HEAD : HEAD,
        svm == null
            ? null
            : new SpecFile.Svm(svm.samples(), svm.c(), svm.gamma().label(), svm.on().label()),
        spec.metric() == null ? null : spec.metric().label(),
        spec.methods().stream().map(RecipeFile::of).toList(),
        spec.sparsities(),
        spec.precisions().stream().map(Precision::label).toList(),
        nodes,
        new SpecFile.Run(run.threads(), run.warmup(), run.repeats()),
        race == null ? RaceRules.GRID : RaceRules.RACE,
        race == null ? null : race.toFile());
  }

  private static ModelSource model(SpecFile.@Nullable Model model) {
    if (model != null && model.file() != null) {
      Expect.that(model.train() == null, "model", "train or file", "both of them");
      return new ModelSource.Brought(model.file());
    }
    SpecFile.Train train = model == null ? null : model.train();
    if (train == null || train.layers() == null) {
      throw new IllegalArgumentException(
          "model.train.layers: expected widths such as [784, 256, 64, 256, 784], found none");
    }
    return new ModelSource.Trained(
        Expect.oneOf(
            "model.train.goal",
            TrainingGoal.values(),
            TrainingGoal::label,
            train.goal(),
            TrainingGoal.RECONSTRUCTION),
        Expect.noneMissing("model.train.layers", train.layers()),
        Expect.or(train.epochs(), 20));
  }

  private static List<Integer> normal(List<Integer> classes) {
    Expect.noneMissing("normal", classes);
    for (int i = 0; i < classes.size(); i++) {
      Expect.that(classes.get(i) >= 0, "normal[" + i + "]", "a class, at least 0", classes.get(i));
    }
    return classes;
  }

  private static List<Long> seeds(@Nullable JsonNode node) {
    List<Long> seeds = new ArrayList<>();
    if (node == null) {
      return List.of(0L);
    }
    if (node.isIntegralNumber() && node.asLong() >= 1 && node.asLong() <= 1000) {
      for (long seed = 0; seed < node.asLong(); seed++) {
        seeds.add(seed);
      }
      return seeds;
    }
    Expect.that(node.isArray(), "seeds", "how many (1 to 1000) or a list", node);
    for (JsonNode seed : node) {
      boolean fits = seed.isIntegralNumber() && seed.canConvertToLong() && seed.asLong() >= 0;
      Expect.that(fits, "seeds[" + seeds.size() + "]", "a whole number in 0 … 2⁶³−1", seed);
      seeds.add(seed.asLong());
    }
    return seeds;
  }

  private static List<PruningRecipe> methods(List<RecipeFile> files) {
    Expect.noneMissing("methods", files);
    List<PruningRecipe> recipes = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      recipes.add(files.get(i).recipe("methods[" + i + "]"));
    }
    return recipes;
  }

  private static List<Double> sparsities(List<Double> values) {
    Expect.noneMissing("sparsities", values);
    for (int i = 0; i < values.size(); i++) {
      double p = values.get(i);
      Expect.that(p >= 0 && p < 1, "sparsities[" + i + "]", "a fraction in [0, 1)", p);
    }
    return values;
  }

  private static @Nullable HeadRecipe svm(SpecFile file, boolean usual) {
    String head = Expect.or(file.head(), usual ? HEAD : NO_HEAD);
    Expect.that(
        head.equals(HEAD) || head.equals(NO_HEAD),
        "head",
        "'" + HEAD + "' or '" + NO_HEAD + "'",
        "'" + head + "'");
    if (head.equals(NO_HEAD)) {
      Expect.that(file.svm() == null, "svm", "head: rbf-svm beside it", "head: none");
      return null;
    }
    SpecFile.Svm svm = Expect.or(file.svm(), SpecFile.Svm.EMPTY);
    HeadRecipe paper = HeadRecipe.USUAL;
    int samples = Expect.or(svm.samples(), paper.samples());
    double c = Expect.or(svm.c(), paper.c());
    Expect.that(samples >= 10, "svm.samples", "at least 10", samples);
    Expect.that(c > 0 && c < 1e9, "svm.c", "above 0 and below 1e9", c);
    return new HeadRecipe(
        samples,
        c,
        Expect.oneOf("svm.gamma", GammaRule.values(), GammaRule::label, svm.gamma(), paper.gamma()),
        Expect.oneOf("svm.on", HeadInput.values(), HeadInput::label, svm.on(), paper.on()));
  }

  private static List<Precision> precisions(List<String> labels) {
    Expect.noneMissing("precisions", labels);
    List<Precision> precisions = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      precisions.add(
          Expect.oneOf(
              "precisions[" + i + "]", Precision.values(), Precision::label, labels.get(i)));
    }
    return precisions;
  }

  private static List<NodeId> nodes(@Nullable JsonNode node) {
    if (node == null || (node.isTextual() && node.asText().equals("all"))) {
      return List.of();
    }
    Expect.that(node.isArray() && !node.isEmpty(), "nodes", "'all' or a list of node ids", node);
    List<NodeId> nodes = new ArrayList<>();
    for (JsonNode id : node) {
      String key = "nodes[" + nodes.size() + "]";
      Expect.that(id.isTextual(), key, "a node id, in quotes if it is a number", id);
      try {
        nodes.add(new NodeId(id.asText()));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
      }
    }
    return Expect.distinct("nodes", nodes);
  }

  private static RunOptions run(SpecFile.@Nullable Run run) {
    if (run == null) {
      return DEFAULT_RUN;
    }
    return new RunOptions(
        Expect.or(run.threads(), DEFAULT_RUN.threads()),
        Expect.or(run.warmup(), DEFAULT_RUN.warmup()),
        Expect.or(run.repeats(), DEFAULT_RUN.repeats()));
  }
}
