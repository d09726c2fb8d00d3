package io.espalier.controller.rehearsal;

import io.espalier.compressor.bench.Figure;
import io.espalier.controller.rollout.RolloutState;
import io.espalier.controller.rollout.Stage;
import io.espalier.controller.rollout.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Many rehearsals, half of them with a good model and half with each fault in turn: how often the
 * gates were right. All of it is simulated, and so is its time.
 */
public final class Rehearsals {
  private static final List<Fault> FAULTS =
      List.of(
          Fault.WORSE,
          Fault.SLOW,
          Fault.CRASHING,
          Fault.HUNGRY,
          Fault.BROKEN_ON_A_CLASS,
          Fault.WRONG_ON_A_CLASS);
  private static final double MINUTE = 60_000;
  private static final int SAY_EVERY = 20;

  private record End(Fault fault, RolloutState state) {
    boolean isHalted() {
      return state.stage() == Stage.HALTED || state.stage() == Stage.HALTING;
    }

    double exposure() {
      return state.exposed() / (double) state.nodes().size();
    }

    boolean isHaltedInTheCanary() {
      return isHalted() && state.exposed() <= Rehearsal.CANARIES;
    }
  }

  private Rehearsals() {}

  /**
   * Rehearses.
   *
   * @param rollouts how many, at least 2
   * @param nodes of each fleet, at least 1
   * @param seed decides everything
   * @param progress hears a line now and then
   * @return figures; the same for the same arguments
   */
  public static List<Figure> run(int rollouts, int nodes, long seed, Consumer<String> progress)
      throws InterruptedException {
    Random seeds = new Random(seed);
    List<End> ends = new ArrayList<>();
    for (int i = 0; i < rollouts; i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      Fault fault = i % 2 == 0 ? Fault.NONE : FAULTS.get(i / 2 % FAULTS.size());
      End end = new End(fault, new Rehearsal(fault, nodes, seeds.nextLong()).run());
      ends.add(end);
      boolean right = end.isHalted() == fault.isBad();
      if (!right || (i + 1) % SAY_EVERY == 0) {
        progress.accept(
            "%d of %d, %s: %s%s"
                .formatted(
                    i + 1,
                    rollouts,
                    fault,
                    end.state().stage().text(),
                    right ? "" : ", " + end.state().reason()));
      }
    }
    return figures(ends, Rehearsal.CANARIES / (double) nodes);
  }

  private static List<Figure> figures(List<End> ends, double canary) {
    List<End> bad = ends.stream().filter(end -> end.fault().isBad()).toList();
    List<End> good = ends.stream().filter(end -> !end.fault().isBad()).toList();
    return List.of(
        Figure.of("rollouts-simulated/rollouts", ends.size(), "rollouts"),
        share("bad-halted", bad, End::isHaltedInTheCanary).atLeast(0.99),
        mean("bad-exposed-mean", bad, End::exposure).atMost(canary),
        most("bad-exposed-most", bad, End::exposure).atMost(canary),
        Figure.of(
                "rollouts-simulated/false-successes",
                (int) bad.stream().filter(end -> end.state().stage() == Stage.DONE).count(),
                "rollouts")
            .atMost(0),
        share("false-halts", good, End::isHalted).atMost(0.01),
        share("good-finished", good, end -> end.state().stage() == Stage.DONE),
        mean("good-updated", good, e -> e.state().count(Step.UPDATED) / (double) size(e)),
        mean("good-carried", good, e -> e.state().count(Step.CARRIED) / (double) size(e)),
        Figure.of(
            "rollouts-simulated/good-time",
            good.stream().mapToLong(e -> e.state().clockMillis()).average().orElse(0) / MINUTE,
            "simulated min"));
  }

  private static int size(End end) {
    return end.state().nodes().size();
  }

  private static Figure share(String name, List<End> ends, Predicate<End> which) {
    return mean(name, ends, end -> which.test(end) ? 1 : 0);
  }

  private static Figure mean(String name, List<End> ends, ToDoubleFunction<End> figure) {
    double mean = ends.stream().mapToDouble(figure).average().orElse(0);
    return Figure.of("rollouts-simulated/" + name, mean, "share");
  }

  private static Figure most(String name, List<End> ends, ToDoubleFunction<End> figure) {
    double most = ends.stream().mapToDouble(figure).max().orElse(0);
    return Figure.of("rollouts-simulated/" + name, most, "share");
  }
}
