package io.espalier.controller.race;

import io.espalier.controller.statistics.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A paper's table whose truth is known: accuracies in percent by variant, the spread that seeds
 * share, that a network has of its own, and that a precision adds; file sizes; and nodes that are
 * sometimes offline. Best is {@code dense int8}, for the other files of the dense network are too
 * large.
 */
final class PlantedGrid {
  private static final int SEEDS = 10;
  private static final int LEAST = 3;
  private static final double ERROR = 0.05;
  private static final double LARGEST_FILE = 600_000;
  private static final double SHARED_SPREAD = 0.2;
  private static final double OWN_SPREAD = 0.2;
  private static final double PRECISION_SPREAD = 0.03;
  private static final double OFFLINE = 0.03;

  private static final double[] NETWORKS = {
    96.50, 95.58, 94.75, 93.44, 91.83, 94.70, 93.59, 92.17, 89.81
  };
  private static final double[] FILES = {1_743_568, 873_264, 457_520};
  private static final String BEST = "network 0, file 2";

  private final Random random;
  private final List<Variant> all = new ArrayList<>();

  private PlantedGrid(long seed) {
    random = new Random(seed);
    for (int network = 0; network < NETWORKS.length; network++) {
      for (int file = 0; file < FILES.length; file++) {
        all.add(new Variant(network, file, new LinkedHashMap<>()));
      }
    }
  }

  /** A network in a file, and what was measured of it by seed. */
  private record Variant(int network, int file, Map<String, Double> accuracy) {
    String name() {
      return "network %d, file %d".formatted(network, file);
    }

    Entry entry() {
      List<Double> excess =
          accuracy.values().stream().map(measured -> FILES[file] - LARGEST_FILE).toList();
      return new Entry(
          name(), accuracy, List.of(excess.isEmpty() ? Map.of() : Map.of("all", excess)));
    }

    double mean() {
      return Sample.of(accuracy.values()).mean();
    }

    boolean isCovered() {
      Sample sample = Sample.of(accuracy.values());
      return Math.abs(sample.mean() - NETWORKS[network]) <= sample.halfWidth(0.95);
    }
  }

  /**
   * What came of a race.
   *
   * @param bestWins whether the best of what is left is the planted best
   * @param trials how many were run
   * @param covered how many of the variants' 95% intervals hold the truth
   */
  record Outcome(boolean bestWins, int trials, long covered) {}

  /** How many trials all variants on all seeds are. */
  static int wholeGrid() {
    return variants() * SEEDS;
  }

  /** How many variants there are. */
  static int variants() {
    return NETWORKS.length * FILES.length;
  }

  /** A race with the chance of that seed. */
  static Outcome race(long seed) {
    return new PlantedGrid(seed).race();
  }

  private Outcome race() {
    Race race = new Race(variants(), 1, SEEDS - LEAST, ERROR, LEAST);
    List<Variant> running = new ArrayList<>(all);
    for (int seed = 0; seed < SEEDS && running.size() > 1; seed++) {
      measure("seed " + seed, running);
      List<String> out =
          race.look(running.stream().map(Variant::entry).toList()).stream()
              .map(Drop::variant)
              .toList();
      running.removeIf(variant -> out.contains(variant.name()));
    }
    boolean bestWins =
        running.stream()
            .max(Comparator.comparingDouble(Variant::mean))
            .filter(variant -> variant.name().equals(BEST))
            .isPresent();
    return new Outcome(
        bestWins,
        all.stream().mapToInt(variant -> variant.accuracy().size()).sum(),
        all.stream().filter(Variant::isCovered).count());
  }

  private void measure(String block, List<Variant> running) {
    double shared = SHARED_SPREAD * random.nextGaussian();
    double[] own = new double[NETWORKS.length];
    for (int network = 0; network < own.length; network++) {
      own[network] = NETWORKS[network] + shared + OWN_SPREAD * random.nextGaussian();
    }
    for (Variant variant : running) {
      double accuracy = own[variant.network()] + PRECISION_SPREAD * random.nextGaussian();
      if (random.nextDouble() >= OFFLINE) {
        variant.accuracy().put(block, accuracy);
      }
    }
  }
}
