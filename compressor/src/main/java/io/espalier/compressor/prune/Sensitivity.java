package io.espalier.compressor.prune;

import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.report.SensitivityCurve;
import io.espalier.compressor.report.SensitivityCurve.Point;
import io.espalier.compressor.score.LinkScores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Finds what pruning each layer alone does to the model, and from that how much of each layer to
 * prune: where the next link costs least, until enough are gone.
 */
public final class Sensitivity {
  private static final double[] GRID = {0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98};

  private Sensitivity() {}

  /** What a model with those layers loses, at least about 0. */
  @FunctionalInterface
  public interface Loss {
    /** The loss; the layers are those of the model, pruned. */
    double of(List<LinkLayer> layers) throws InterruptedException;
  }

  /** Is told how far the measurement is. */
  @FunctionalInterface
  public interface Listener {
    /** After {@code done} of {@code all} evaluations. */
    void progress(int done, int all);
  }

  /**
   * Prunes each layer alone to 30, 50, 70, 80, 90, 95 and 98% and measures the loss.
   *
   * @return one curve a layer, which begins with the loss of the model as it is
   * @throws InterruptedException if this thread is interrupted
   */
  public static List<SensitivityCurve> measure(
      List<LinkLayer> layers, LinkScores scores, Loss loss, Listener listener)
      throws InterruptedException {
    double dense = loss.of(layers);
    int all = layers.size() * (GRID.length - 1);
    List<SensitivityCurve> curves = new ArrayList<>();
    for (int l = 0; l < layers.size(); l++) {
      LinkLayer layer = layers.get(l);
      List<Point> points = new ArrayList<>(List.of(new Point(0, dense)));
      for (int g = 1; g < GRID.length; g++) {
        int kept = new Sparsity(GRID[g]).kept(layer.links());
        List<LinkLayer> changed = new ArrayList<>(layers);
        changed.set(l, Pruner.prune(layer, Best.of(scores.layers().get(l), kept)));
        points.add(new Point(GRID[g], loss.of(changed)));
        listener.progress(l * (GRID.length - 1) + g, all);
      }
      curves.add(new SensitivityCurve(layer.name(), points));
    }
    return curves;
  }

  /**
   * The budget that loses least in all, if what the layers lose adds up and grows evenly between
   * the points of the curves. No layer is pruned beyond the last point of its curve unless all are.
   *
   * @param curves one a layer, as {@link #measure} gives them
   * @param sparsity share of all links to prune
   */
  public static SparsityBudget budget(
      List<LinkLayer> layers, List<SensitivityCurve> curves, Sparsity sparsity) {
    if (curves.size() != layers.size()) {
      throw new IllegalArgumentException(
          "sensitivity: expected %d curves, found %d".formatted(layers.size(), curves.size()));
    }
    int links = layers.stream().mapToInt(LinkLayer::links).sum();
    double left = links - sparsity.kept(links);
    double[] removed = new double[layers.size()];
    PriorityQueue<Step> steps =
        new PriorityQueue<>(Comparator.comparingDouble(Step::price).thenComparing(Step::layer));
    for (int l = 0; l < layers.size(); l++) {
      steps.addAll(Step.of(l, layers.get(l).links(), convex(curves.get(l).points())));
    }
    while (left > 0 && !steps.isEmpty()) {
      Step step = steps.remove();
      double taken = Math.min(left, step.links);
      removed[step.layer] += taken;
      left -= taken;
    }
    List<Integer> kept = new ArrayList<>();
    double beyond = left / links;
    for (int l = 0; l < layers.size(); l++) {
      int of = layers.get(l).links();
      kept.add((int) Math.max(0, Math.round(of - removed[l] - beyond * of)));
    }
    return new SparsityBudget(kept, Scope.LAYER);
  }

  /** The lower convex hull of a curve that never falls; without it a step could precede another. */
  private static List<Point> convex(List<Point> curve) {
    List<Point> hull = new ArrayList<>();
    double highest = curve.get(0).loss();
    for (Point point : curve) {
      highest = Math.max(highest, point.loss());
      Point next = new Point(point.sparsity(), highest);
      while (hull.size() > 1
          && slope(hull.get(hull.size() - 2), last(hull)) >= slope(last(hull), next)) {
        hull.remove(hull.size() - 1);
      }
      hull.add(next);
    }
    return hull;
  }

  private static Point last(List<Point> points) {
    return points.get(points.size() - 1);
  }

  private static double slope(Point a, Point b) {
    return (b.loss() - a.loss()) / (b.sparsity() - a.sparsity());
  }

  /**
   * From one point of a curve to the next.
   *
   * @param links how many links it removes
   * @param price what it loses for each
   */
  private record Step(int layer, double links, double price) {
    static List<Step> of(int layer, int links, List<Point> hull) {
      List<Step> steps = new ArrayList<>();
      for (int p = 1; p < hull.size(); p++) {
        Point a = hull.get(p - 1);
        Point b = hull.get(p);
        steps.add(new Step(layer, links * (b.sparsity() - a.sparsity()), slope(a, b) / links));
      }
      return steps;
    }
  }
}
