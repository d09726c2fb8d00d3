package io.espalier.compressor.score;

import io.espalier.compressor.linalg.Workers;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** The methods by which links are scored. */
public enum Method {
  /** {@link ShapleySampling}, the paper's. */
  SHAPLEY(
      "mean size of a link's Shapley value for its unit's output, sampled (the paper's method)",
      ShapleySampling::new),
  /** {@link ShapleyExact}. */
  SHAPLEY_EXACT(
      "root mean square of a link's Shapley value for its unit's sum, |w|·σ(x), in closed form",
      (workers, options) -> new ShapleyExact(workers)),
  /** {@link Lmg}. */
  LMG(
      "Shapley value of the variance that survivors explain once refitted",
      (workers, options) -> new Lmg(workers),
      Trait.REFITS),
  /** {@link ForwardSelection}. */
  FORWARD_SELECTION(
      "variance that a link adds to those chosen before it, greedily, once refitted",
      (workers, options) -> new ForwardSelection(workers, options.depth()),
      Trait.REFITS),
  /** {@link Magnitude}, what the paper compares with. */
  MAGNITUDE("size of the weight", (workers, options) -> new Magnitude()),
  /** {@link RandomScores}. */
  RANDOM("chance, to be beaten", (workers, options) -> new RandomScores()),
  /** {@link Wanda}. */
  WANDA(
      "size of the weight times size of the input, compared within a unit",
      (workers, options) -> new Wanda(workers),
      Trait.WITHIN_UNITS),
  /** {@link Fisher}. */
  FISHER(
      "second-order growth of the loss, ½hw² (optimal brain damage)",
      (workers, options) -> new Fisher(workers),
      Trait.GRADIENTS),
  /** {@link SparseGpt}. */
  SPARSEGPT(
      "error of the sum once the other links make up for the one that goes, w²/[H⁻¹]",
      (workers, options) -> new SparseGpt(workers),
      Trait.REFITS),
  /** {@link Snip}. */
  SNIP(
      "how much the loss feels the link, |w·∂L/∂w|",
      (workers, options) -> new Snip(workers),
      Trait.GRADIENTS);

  private enum Trait {
    NONE,
    GRADIENTS,
    REFITS,
    WITHIN_UNITS
  }

  private final String summary;

  // What makes scorers holds no state.
  @SuppressWarnings("ImmutableEnumChecker")
  private final BiFunction<Workers, ScoringOptions, LinkScorer> maker;

  private final Trait trait;

  Method(String summary, BiFunction<Workers, ScoringOptions, LinkScorer> maker) {
    this(summary, maker, Trait.NONE);
  }

  Method(String summary, BiFunction<Workers, ScoringOptions, LinkScorer> maker, Trait trait) {
    this.summary = summary;
    this.maker = maker;
    this.trait = trait;
  }

  /** The scorer of this method, which works on those threads if it needs many. */
  public LinkScorer scorer(Workers workers) {
    return scorer(workers, ScoringOptions.USUAL);
  }

  /** The scorer of this method with options, which works on those threads if it needs many. */
  public LinkScorer scorer(Workers workers, ScoringOptions options) {
    return maker.apply(workers, options);
  }

  /** The name in specs and tables, for instance {@code shapley-exact}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What a link is worth by this method, for help texts: part of a line. */
  public String summary() {
    return summary;
  }

  /** Whether the model must be one that can be differentiated. */
  public boolean needsGradients() {
    return trait == Trait.GRADIENTS;
  }

  /** Whether scores are in the unit of the loss, so that those of different layers compare. */
  public boolean isOfTheLoss() {
    return trait == Trait.GRADIENTS;
  }

  /**
   * Whether scores say what links are worth once the survivors are fitted anew, so that layers are
   * to be scored, pruned and refitted one after the other.
   */
  public boolean refits() {
    return trait == Trait.REFITS;
  }

  /** Whether its authors compare links with those of the same unit only. */
  public boolean comparesWithinUnits() {
    return trait == Trait.WITHIN_UNITS;
  }

  /** The names of all methods. */
  public static List<String> labels() {
    return Stream.of(values()).map(Method::label).toList();
  }

  /**
   * The method of that label.
   *
   * @throws IllegalArgumentException for any other label
   */
  public static Method of(String label) {
    for (Method method : values()) {
      if (method.label().equals(label)) {
        return method;
      }
    }
    throw new IllegalArgumentException(
        "method: expected one of " + labels() + ", found '" + label + "'");
  }
}
