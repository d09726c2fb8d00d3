package io.espalier.controller.race;

import io.espalier.controller.statistics.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Decides, look by look, which variants can no longer win. Two variants are compared by their
 * differences within blocks, and each with its constraints, by t tests at a level so low that all
 * tests of all looks together drop the best variant with probability {@code error} at most
 * (Bonferroni): the best one is tested against every other and against each of its constraints, and
 * each other must be seen to hold every constraint before it may drop anything.
 *
 * @param variants how many there were at the start, at least 2
 * @param constraints how many there are
 * @param looks how many times it is decided at most, at least 1
 * @param error how likely the best may be dropped, in (0, 1)
 * @param least how many repetitions a decision needs, at least 2
 */
public record Race(int variants, int constraints, int looks, double error, int least) {
  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public Race {
    if (variants < 1 || constraints < 0 || looks < 1 || least < 2) {
      throw new IllegalArgumentException(
          "race: expected variants, looks and at least 2 repetitions, found %d, %d and %d"
              .formatted(variants, looks, least));
    }
    if (!(error > 0 && error < 1)) {
      throw new IllegalArgumentException("race: expected an error rate in (0, 1), found " + error);
    }
  }

  /** The level of a single test. */
  public double level() {
    double tests = variants * (1.0 + constraints) - 1;
    return error / (looks * Math.max(1, tests));
  }

  /** Who is out after this look, of those that are {@code running}. */
  public List<Drop> look(List<Entry> running) {
    List<Drop> drops = new ArrayList<>();
    for (Entry entry : running) {
      breach(entry)
          .or(() -> beaten(entry, running))
          .ifPresent(reason -> drops.add(new Drop(entry.variant(), reason)));
    }
    return drops;
  }

  private Optional<String> breach(Entry entry) {
    for (Map<String, List<Double>> byHardware : entry.excess()) {
      for (Map.Entry<String, List<Double>> one : byHardware.entrySet()) {
        Sample sample = Sample.of(one.getValue());
        double chance = sample.chanceAbove(0);
        if (sample.n() >= least && chance < level()) {
          return Optional.of(
              String.format(
                  Locale.ROOT,
                  "misses a constraint by %.4g on %s (n %d, p %.2g)",
                  sample.mean(),
                  one.getKey(),
                  sample.n(),
                  chance));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> beaten(Entry entry, List<Entry> running) {
    for (Entry other : running) {
      List<Double> ahead = new ArrayList<>();
      other
          .worth()
          .forEach(
              (block, worth) -> {
                Double own = entry.worth().get(block);
                if (own != null) {
                  ahead.add(worth - own);
                }
              });
      if (other.variant().equals(entry.variant()) || ahead.size() < least) {
        continue;
      }
      Sample sample = Sample.of(ahead);
      double chance = sample.chanceAbove(0);
      if (sample.mean() > 0 && chance < level() && isSeenToHold(other)) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "%s is better by %.4g (n %d, p %.2g)",
                other.variant(),
                sample.mean(),
                sample.n(),
                chance));
      }
    }
    return Optional.empty();
  }

  private boolean isSeenToHold(Entry entry) {
    return entry.excess().stream()
        .allMatch(
            byHardware ->
                !byHardware.isEmpty() && byHardware.values().stream().allMatch(this::isSeenToHold));
  }

  private boolean isSeenToHold(List<Double> excess) {
    Sample below = Sample.of(excess.stream().map(value -> -value).toList());
    return below.n() >= least && below.mean() > 0 && below.chanceAbove(0) < level();
  }
}
