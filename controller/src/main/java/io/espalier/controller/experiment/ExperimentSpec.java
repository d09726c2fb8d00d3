package io.espalier.controller.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.espalier.compressor.HeadInput;
import io.espalier.compressor.HeadRecipe;
import io.espalier.compressor.head.GammaRule;
import io.espalier.compressor.score.Method;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.trial.RunOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an experiment does.
 *
 * @param name 1 to 48 letters, digits, dots, dashes and underscores, the first a letter or digit;
 *     names its directory
 * @param seeds one or more, each a repetition, at least 0
 * @param data {@code mnist} or {@code idx:DIR}
 * @param layers widths of the autoencoder, first and last equal to the width of the data; at most
 *     500 million links between them
 * @param epochs of training, 1 to 1,000
 * @param svm how heads are fitted: on at least 10 training images
 * @param methods how links are ranked; none if there are no sparsities
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
    List<Integer> layers,
    int epochs,
    HeadRecipe svm,
    List<String> methods,
    List<Double> sparsities,
    List<Precision> precisions,
    List<NodeId> nodes,
    RunOptions run,
    @Nullable RaceRules race) {
  private static final List<String> METHODS =
      List.of(Method.SHAPLEY.label(), Method.MAGNITUDE.label());
  private static final List<String> PRECISIONS =
      Stream.of(Precision.values()).map(Precision::label).toList();
  private static final String HEAD = "rbf-svm";

  /** What a file of single floats, which ends at 2 GiB, has room for. */
  private static final long MOST_LINKS = 500_000_000;

  private static final RunOptions DEFAULT_RUN = new RunOptions(1, 50, 1000);

  /**
   * @throws IllegalArgumentException if a value is out of range; the message names the key
   */
  public ExperimentSpec {
    seeds = distinct("seeds", seeds);
    layers = List.copyOf(layers);
    sparsities = distinct("sparsities", sparsities).stream().filter(s -> s != 0).sorted().toList();
    methods = sparsities.isEmpty() ? List.of() : distinct("methods", methods);
    precisions = distinct("precisions", precisions);
    nodes = List.copyOf(nodes);
    new ExperimentId(name); // Says what is wrong with it.
    require(layers.size() >= 2, "model.train.layers", "at least two widths", layers);
    for (int i = 0; i < layers.size(); i++) {
      int width = layers.get(i);
      require(width >= 1 && width <= 65_536, "model.train.layers[" + i + "]", "1 to 65536", width);
    }
    long links = links(layers);
    require(links <= MOST_LINKS, "model.train.layers", "at most " + MOST_LINKS + " links", links);
    require(epochs >= 1 && epochs <= 1000, "model.train.epochs", "1 to 1000", epochs);
    for (int i = 0; i < methods.size(); i++) {
      String method = methods.get(i);
      require(
          METHODS.contains(method), "methods[" + i + "]", "one of " + METHODS, "'" + method + "'");
    }
    require(!precisions.isEmpty(), "precisions", "one of " + PRECISIONS, precisions);
    require(!seeds.isEmpty(), "seeds", "at least one", seeds);
    require(
        race == null || seeds.size() > race.least(), "seeds", "more than race.least", seeds.size());
    require(!methods.isEmpty() || sparsities.isEmpty(), "methods", "one of " + METHODS, methods);
  }

  /** What the experiment is called wherever there are several. */
  public ExperimentId id() {
    return new ExperimentId(name);
  }

  /** The number of trials: for each seed the baseline and each method at each sparsity. */
  public int trials() {
    return seeds.size() * (1 + methods.size() * sparsities.size()) * precisions.size();
  }

  static ExperimentSpec of(SpecFile file) {
    SpecFile.Train train = file.model() == null ? null : file.model().train();
    if (train == null || train.layers() == null) {
      throw new IllegalArgumentException(
          "model.train.layers: expected widths such as [784, 256, 64, 256, 784], found none");
    }
    String head = or(file.head(), HEAD);
    require(HEAD.equals(head), "head", "'" + HEAD + "'", "'" + head + "'");
    return new ExperimentSpec(
        present("name", file.name()),
        seeds(file.seeds()),
        or(file.data(), "mnist"),
        noneMissing("model.train.layers", train.layers()),
        or(train.epochs(), 20),
        svm(or(file.svm(), SpecFile.Svm.EMPTY)),
        noneMissing("methods", or(file.methods(), METHODS)),
        sparsities(or(file.sparsities(), List.of(0.83, 0.88, 0.92, 0.95))),
        precisions(or(file.precisions(), List.of("fp32", "fp16", "int8"))),
        nodes(file.nodes()),
        run(file.run()),
        RaceRules.of(or(file.strategy(), RaceRules.GRID), file.race()));
  }

  SpecFile toFile() {
    JsonNodeFactory json = JsonNodeFactory.instance;
    JsonNode nodeList =
        nodes.isEmpty()
            ? json.textNode("all")
            : json.arrayNode().addAll(nodes.stream().map(n -> json.textNode(n.value())).toList());
    return new SpecFile(
        name,
        json.arrayNode().addAll(seeds.stream().map(json::numberNode).toList()),
        data,
        new SpecFile.Model(new SpecFile.Train(layers, epochs)),
        HEAD,
        new SpecFile.Svm(svm.samples(), svm.c(), svm.gamma().label(), svm.on().label()),
        methods,
        sparsities,
        precisions.stream().map(Precision::label).toList(),
        nodeList,
        new SpecFile.Run(run.threads(), run.warmup(), run.repeats()),
        race == null ? RaceRules.GRID : RaceRules.RACE,
        race == null ? null : race.toFile());
  }

  private static long links(List<Integer> layers) {
    long links = 0;
    for (int i = 1; i < layers.size(); i++) {
      links += (long) layers.get(i - 1) * layers.get(i);
    }
    return links;
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
    require(node.isArray(), "seeds", "how many (1 to 1000) or a list", node);
    for (JsonNode seed : node) {
      boolean fits = seed.isIntegralNumber() && seed.canConvertToLong() && seed.asLong() >= 0;
      require(fits, "seeds[" + seeds.size() + "]", "a whole number in 0 … 2⁶³−1", seed);
      seeds.add(seed.asLong());
    }
    return seeds;
  }

  private static List<Double> sparsities(List<Double> values) {
    noneMissing("sparsities", values);
    for (int i = 0; i < values.size(); i++) {
      double p = values.get(i);
      require(p >= 0 && p < 1, "sparsities[" + i + "]", "a fraction in [0, 1)", p);
    }
    return values;
  }

  private static HeadRecipe svm(SpecFile.Svm file) {
    HeadRecipe usual = HeadRecipe.USUAL;
    int samples = or(file.samples(), usual.samples());
    double c = or(file.c(), usual.c());
    String gamma = or(file.gamma(), usual.gamma().label());
    String on = or(file.on(), usual.on().label());
    List<String> gammas = Arrays.stream(GammaRule.values()).map(GammaRule::label).toList();
    require(samples >= 10, "svm.samples", "at least 10", samples);
    require(c > 0 && c < 1e9, "svm.c", "above 0 and below 1e9", c);
    require(gammas.contains(gamma), "svm.gamma", "one of " + gammas, "'" + gamma + "'");
    require(
        HeadInput.labels().contains(on), "svm.on", "one of " + HeadInput.labels(), "'" + on + "'");
    return new HeadRecipe(samples, c, GammaRule.of(gamma), HeadInput.of(on));
  }

  private static List<Precision> precisions(List<String> labels) {
    noneMissing("precisions", labels);
    for (int i = 0; i < labels.size(); i++) {
      String label = labels.get(i);
      require(
          PRECISIONS.contains(label),
          "precisions[" + i + "]",
          "one of " + PRECISIONS,
          "'" + label + "'");
    }
    return labels.stream().map(Precision::of).toList();
  }

  private static List<NodeId> nodes(@Nullable JsonNode node) {
    if (node == null || (node.isTextual() && node.asText().equals("all"))) {
      return List.of();
    }
    require(node.isArray() && !node.isEmpty(), "nodes", "'all' or a list of node ids", node);
    List<NodeId> nodes = new ArrayList<>();
    for (JsonNode id : node) {
      String key = "nodes[" + nodes.size() + "]";
      require(id.isTextual(), key, "a node id, in quotes if it is a number", id);
      try {
        nodes.add(new NodeId(id.asText()));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
      }
    }
    return distinct("nodes", nodes);
  }

  private static RunOptions run(SpecFile.@Nullable Run run) {
    if (run == null) {
      return DEFAULT_RUN;
    }
    return new RunOptions(
        or(run.threads(), DEFAULT_RUN.threads()),
        or(run.warmup(), DEFAULT_RUN.warmup()),
        or(run.repeats(), DEFAULT_RUN.repeats()));
  }

  private static <T> T or(@Nullable T value, T fallback) {
    return value == null ? fallback : value;
  }

  private static String present(String key, @Nullable String value) {
    if (value == null) {
      throw new IllegalArgumentException(key + ": expected a value, found none");
    }
    return value;
  }

  private static <T> List<T> noneMissing(String key, List<T> values) {
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) == null) {
        throw new IllegalArgumentException(key + "[" + i + "]: expected a value, found none");
      }
    }
    return values;
  }

  private static <T> List<T> distinct(String key, List<T> values) {
    for (int i = 0; i < values.size(); i++) {
      require(
          values.indexOf(values.get(i)) == i, key + "[" + i + "]", "no repetition", values.get(i));
    }
    return List.copyOf(values);
  }

  private static void require(boolean holds, String key, String expected, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s: expected %s, found %s".formatted(key, expected, found));
    }
  }
}
