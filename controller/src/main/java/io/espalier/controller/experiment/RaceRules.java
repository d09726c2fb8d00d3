package io.espalier.controller.experiment;

import io.espalier.controller.objective.Objective;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an experiment chooses while it runs.
 *
 * @param objective what the best variant is
 * @param error how likely the best one may be dropped, in (0, 0.5]
 * @param least seeds that every variant is measured on before any is dropped, at least 2
 */
public record RaceRules(Objective objective, double error, int least) {
  /** The strategy that measures everything. */
  static final String GRID = "grid";

  /** The strategy that has rules. */
  static final String RACE = "race";

  private static final double USUAL_ERROR = 0.05;
  private static final int USUAL_LEAST = 3;

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public RaceRules {
    if (!(error > 0 && error <= 0.5)) {
      throw new IllegalArgumentException(
          "race.error: expected above 0 and at most 0.5, found " + error);
    }
    if (least < 2) {
      throw new IllegalArgumentException("race.least: expected at least 2, found " + least);
    }
  }

  /**
   * The rules of a spec.
   *
   * @param file as it stands there
   * @param usual the objective where it says none
   * @return null for a grid, which has none
   * @throws IllegalArgumentException if they do not fit; the message names the key
   */
  static @Nullable RaceRules of(String strategy, SpecFile.@Nullable Race file, Objective usual) {
    if (strategy.equals(GRID)) {
      if (file != null) {
        throw new IllegalArgumentException("race: expected strategy: race beside it, found grid");
      }
      return null;
    }
    if (!strategy.equals(RACE)) {
      throw new IllegalArgumentException(
          "strategy: expected one of %s, found '%s'".formatted(List.of(GRID, RACE), strategy));
    }
    return file == null
        ? new RaceRules(usual, USUAL_ERROR, USUAL_LEAST)
        : new RaceRules(
            file.objective() == null ? usual : parsed(file.objective()),
            Expect.or(file.error(), USUAL_ERROR),
            Expect.or(file.least(), USUAL_LEAST));
  }

  private static Objective parsed(String words) {
    try {
      return Objective.parse(words);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("race." + e.getMessage(), e);
    }
  }

  SpecFile.Race toFile() {
    return new SpecFile.Race(objective.toString(), error, least);
  }

  /** How often it is decided with so many seeds: before each from the least on. */
  int looks(List<Long> seeds) {
    return seeds.size() - least;
  }
}
