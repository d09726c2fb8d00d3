package io.espalier.compressor.gradual;

import io.espalier.compressor.prune.Sparsity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * In which steps a network is pruned.
 *
 * @param rounds at least one, each pruning more than the one before
 */
public record PruningSchedule(List<Round> rounds) {
  /**
   * One step: prune, then fine-tune.
   *
   * @param sparsity after it
   * @param epochs of fine-tuning, at least 1
   */
  public record Round(Sparsity sparsity, int epochs) {
    /**
     * @throws IllegalArgumentException if there is no epoch
     */
    public Round {
      if (epochs < 1) {
        throw new IllegalArgumentException("round: expected at least 1 epoch, found " + epochs);
      }
    }
  }

  /**
   * @throws IllegalArgumentException if there is no round or one does not prune more than the last
   */
  public PruningSchedule {
    rounds = List.copyOf(rounds);
    if (rounds.isEmpty()) {
      throw new IllegalArgumentException("schedule: expected at least one round, found none");
    }
    for (int r = 1; r < rounds.size(); r++) {
      if (rounds.get(r).sparsity().compareTo(rounds.get(r - 1).sparsity()) <= 0) {
        throw new IllegalArgumentException(
            "schedule: expected each round to prune more than the last, found %s after %s"
                .formatted(rounds.get(r).sparsity().share(), rounds.get(r - 1).sparsity().share()));
      }
    }
  }

  /**
   * Down to 98% in nine rounds: of three epochs each while most links are idle, then of six, of
   * eight at the end.
   */
  public static final PruningSchedule USUAL =
      new PruningSchedule(
          Stream.of(40, 60, 73, 83, 88, 92, 95, 97, 98)
              .map(percent -> new Round(new Sparsity(percent / 100.0), usualEpochs(percent)))
              .toList());

  /**
   * The cubic schedule: after k of n rounds s·(1 − (1 − k/n)³) is pruned, much at first, when most
   * links are idle, and little at the end (M. Zhu, S. Gupta, 2017).
   *
   * @param target s, above 0
   * @param rounds n, at least 1
   * @param epochs of each round, at least 1
   */
  public static PruningSchedule cubic(Sparsity target, int rounds, int epochs) {
    List<Round> steps = new ArrayList<>();
    for (int k = 1; k <= rounds; k++) {
      double left = 1 - k / (double) rounds;
      steps.add(new Round(new Sparsity(target.share() * (1 - left * left * left)), epochs));
    }
    return new PruningSchedule(steps);
  }

  /**
   * The same with rounds that end at the given sparsities too, so that one run gives a network for
   * each of them.
   *
   * @param epochs of each round that is added, at least 1
   */
  public PruningSchedule through(List<Sparsity> sparsities, int epochs) {
    List<Sparsity> known = rounds.stream().map(Round::sparsity).toList();
    Stream<Round> added =
        sparsities.stream()
            .distinct()
            .filter(sparsity -> !known.contains(sparsity))
            .map(sparsity -> new Round(sparsity, epochs));
    return new PruningSchedule(
        Stream.concat(rounds.stream(), added)
            .sorted(Comparator.comparing(Round::sparsity))
            .toList());
  }

  private static int usualEpochs(int percent) {
    if (percent < 83) {
      return 3;
    }
    return percent < 97 ? 6 : 8;
  }
}
