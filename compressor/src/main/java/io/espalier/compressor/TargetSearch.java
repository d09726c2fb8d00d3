package io.espalier.compressor;

import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.report.ModelFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Looks for the sparsity that reaches a target: pruning more makes a file smaller, faster and less
 * accurate, so halving the range finds it.
 */
final class TargetSearch {
  /** How near to the best sparsity is near enough. */
  private static final double RESOLUTION = 0.005;

  private static final double HIGHEST = 0.99;

  private final Target target;
  private final Maker maker;
  private final List<Candidate> tried = new ArrayList<>();

  /** Compresses to a sparsity and measures what comes of it. */
  @FunctionalInterface
  interface Maker {
    Candidate make(Sparsity sparsity) throws InterruptedException;
  }

  /**
   * What was found.
   *
   * @param chosen the best that reaches the target
   * @param tried everything that was made, {@code chosen} included
   */
  record Found(Candidate chosen, List<Candidate> tried) {}

  private TargetSearch(Target target, Maker maker) {
    this.target = target;
    this.maker = maker;
  }

  /**
   * Searches.
   *
   * @param before figures of the model that was given
   * @throws RefusedException if no sparsity reaches the target
   */
  static Found find(Target target, ModelFigures before, Maker maker)
      throws RefusedException, InterruptedException {
    return new TargetSearch(target, maker).find(before);
  }

  private Found find(ModelFigures before) throws RefusedException, InterruptedException {
    if (target instanceof Target.Links links) {
      Candidate only = make(links.sparsity().share());
      return new Found(only, tried);
    }
    if (target instanceof Target.AccuracyDrop drop) {
      double least = before.accuracy().orElseThrow() - drop.share();
      return mostPruned(least);
    }
    return leastPruned();
  }

  private Found mostPruned(double leastAccuracy) throws RefusedException, InterruptedException {
    Candidate best = make(0);
    if (accuracy(best) < leastAccuracy) {
      throw new RefusedException(
          String.format(
              Locale.ROOT,
              "accuracy drop: not even an unpruned model keeps %.4f, it has %.4f",
              leastAccuracy,
              accuracy(best)));
    }
    double low = 0;
    double high = HIGHEST;
    while (high - low > RESOLUTION) {
      double middle = (low + high) / 2;
      Candidate candidate = make(middle);
      if (accuracy(candidate) >= leastAccuracy) {
        best = candidate;
        low = middle;
      } else {
        high = middle;
      }
    }
    return new Found(best, tried);
  }

  private Found leastPruned() throws RefusedException, InterruptedException {
    Candidate dense = make(0);
    if (reaches(dense)) {
      return new Found(dense, tried);
    }
    Candidate best = make(HIGHEST);
    if (!reaches(best)) {
      throw new RefusedException(
          String.format(
              Locale.ROOT,
              "%s, but at %.0f%% pruned the model has %d bytes and takes %.1f µs",
              wanted(),
              100 * HIGHEST,
              best.figures().wireBytes(),
              best.figures().micros()));
    }
    double low = 0;
    double high = HIGHEST;
    while (high - low > RESOLUTION) {
      double middle = (low + high) / 2;
      Candidate candidate = make(middle);
      if (reaches(candidate)) {
        best = candidate;
        high = middle;
      } else {
        low = middle;
      }
    }
    return new Found(best, tried);
  }

  private Candidate make(double share) throws InterruptedException {
    Candidate candidate = maker.make(new Sparsity(share));
    tried.add(candidate);
    return candidate;
  }

  private boolean reaches(Candidate candidate) {
    if (target instanceof Target.Bytes bytes) {
      return candidate.figures().wireBytes() <= bytes.wireBytes();
    }
    return target instanceof Target.Latency latency
        && candidate.figures().micros() <= latency.micros();
  }

  private String wanted() {
    if (target instanceof Target.Bytes bytes) {
      return "bytes: at most %d wanted".formatted(bytes.wireBytes());
    }
    return "latency: at most %s µs wanted".formatted(((Target.Latency) target).micros());
  }

  private static double accuracy(Candidate candidate) {
    return candidate.figures().accuracy().orElseThrow();
  }
}
