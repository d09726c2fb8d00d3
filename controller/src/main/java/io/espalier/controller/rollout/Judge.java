package io.espalier.controller.rollout;

import io.espalier.controller.rollout.Verdict.Outcome;
import io.espalier.shared.deployment.AccuracyChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the nodes have shown against the gates. Harm that is beyond doubt fails a gate at any
 * time; for the rest the wave is awaited. docs/adr/0015 argues the error rates.
 */
final class Judge {
  /** Harm is beyond doubt if a harmless model shows as much in one look of 2,000. */
  static final double DOUBT_Z = 3.29;

  /** The same for counts of nodes, of which there are few: one look of 200. */
  static final double DOUBT = 0.005;

  /** Harm is excluded if a model at the bound shows as little in one of 100. */
  static final double SURE_Z = 2.326;

  /** The same as a probability. */
  static final double SURE = 0.01;

  /** Both ends of an interval together. */
  private static final double CONFIDENCE = 1 - 2 * SURE;

  private final RolloutSpec spec;
  private final boolean complete;
  private final List<Verdict> verdicts = new ArrayList<>();

  private Judge(RolloutSpec spec, boolean complete) {
    this.spec = spec;
    this.complete = complete;
  }

  /**
   * What each gate says, for the fleet and for each hardware class.
   *
   * @param nodes all that were ever asked
   * @param complete whether the newest wave has shown all that it can
   */
  static List<Verdict> judge(RolloutSpec spec, Iterable<NodeState> nodes, boolean complete) {
    Tally fleet = new Tally();
    Map<String, Tally> classes = new TreeMap<>();
    for (NodeState node : nodes) {
      fleet.add(node);
      classes.computeIfAbsent(node.hardware(), hardware -> new Tally()).add(node);
    }
    Judge judge = new Judge(spec, complete);
    judge.together(Verdict.FLEET, fleet);
    classes.forEach(judge::alone);
    if (classes.size() > 1) {
      classes.forEach(judge::together);
    }
    return List.copyOf(judge.verdicts);
  }

  private void together(String scope, Tally tally) {
    Gates gates = spec.gates();
    if (gates.maxAccuracyDrop() != null && tally.isComparable()) {
      drop(scope, tally, gates.maxAccuracyDrop());
    }
    if (gates.minAccuracy() != null) {
      accuracy(scope, tally, gates.minAccuracy());
    }
    share("maxFailed", scope, tally.failed(), tally.tried(), gates.maxFailed());
    share("maxCrashes", scope, tally.crashed(), tally.tried(), gates.maxCrashes());
  }

  /** Classes differ in speed and memory, so they are never taken together. */
  private void alone(String hardware, Tally tally) {
    Gates gates = spec.gates();
    if (gates.maxP99Us() != null) {
      middle("maxP99", hardware, tally, Findings.Test::p99Us, gates.maxP99Us(), "us");
    }
    if (gates.maxRssBytes() != null) {
      middle("maxRss", hardware, tally, Findings.Test::rssBytes, gates.maxRssBytes(), "bytes");
    }
  }

  private void drop(String scope, Tally tally, double allowed) {
    AccuracyChange change = tally.change();
    boolean whole = scope.equals(Verdict.FLEET);
    if (change.samples() < (whole ? spec.minSamples() : 1)) {
      if (whole) {
        undecided("maxAccuracyDrop", change.drop(), allowed, change.samples());
      }
      return;
    }
    AccuracyChange.Interval shown = change.interval(SURE_Z);
    boolean harmful = change.interval(DOUBT_Z).low() > allowed;
    boolean leansToHarm = complete && whole && change.drop() > allowed;
    add(
        "maxAccuracyDrop",
        scope,
        outcome(harmful || leansToHarm, shown.high() <= allowed),
        change.drop(),
        shown,
        allowed,
        change.samples());
  }

  private void accuracy(String scope, Tally tally, double least) {
    long n = tally.labelled();
    long correct = tally.correct();
    boolean whole = scope.equals(Verdict.FLEET);
    if (n < (whole ? spec.minSamples() : 1)) {
      if (whole) {
        undecided("minAccuracy", n == 0 ? 0 : correct / (double) n, least, n);
      }
      return;
    }
    double value = correct / (double) n;
    boolean harmful = 1 - Binomial.atLeast(correct + 1, n, least) < DOUBT / 10;
    AccuracyChange.Interval shown = interval(correct, n);
    add(
        "minAccuracy",
        scope,
        outcome(harmful || (complete && whole && value < least), shown.low() >= least),
        value,
        shown,
        least,
        n);
  }

  private void share(String gate, String scope, int hits, int n, double allowed) {
    if (n == 0) {
      return;
    }
    // Where all have failed there is nothing that speaks for going on, however few they are.
    boolean all = complete && hits == n;
    boolean harmful = hits > 0 && Binomial.atLeast(hits, n, allowed) < DOUBT;
    AccuracyChange.Interval shown = interval(hits, n);
    add(
        gate,
        scope,
        outcome(harmful || all, shown.high() <= allowed),
        hits / (double) n,
        shown,
        allowed,
        n);
  }

  private void middle(
      String gate,
      String hardware,
      Tally tally,
      ToDoubleFunction<Findings.Test> figure,
      double allowed,
      String unit) {
    int n = tally.tests();
    if (n == 0) {
      if (tally.updated() > 0) {
        verdicts.add(
            new Verdict(gate, hardware, Outcome.UNDECIDED, 0, null, null, null, allowed, 0, unit));
      }
      return;
    }
    long above = tally.tests(figure, allowed);
    double median = tally.median(figure);
    boolean harmful = Binomial.atLeast(above, n, 0.5) < DOUBT;
    boolean excluded = 1 - Binomial.atLeast(above + 1, n, 0.5) < SURE;
    verdicts.add(
        new Verdict(
            gate,
            hardware,
            outcome(harmful || (complete && median > allowed), excluded),
            median,
            null,
            null,
            null,
            allowed,
            n,
            unit));
  }

  private Outcome outcome(boolean failed, boolean excluded) {
    if (failed) {
      return Outcome.FAILED;
    }
    if (excluded) {
      return Outcome.EXCLUDED;
    }
    return complete ? Outcome.WITHIN : Outcome.UNDECIDED;
  }

  private void undecided(String gate, double value, double bound, long of) {
    verdicts.add(
        new Verdict(
            gate, Verdict.FLEET, Outcome.UNDECIDED, value, null, null, null, bound, of, "share"));
  }

  private void add(
      String gate,
      String scope,
      Outcome outcome,
      double value,
      AccuracyChange.@Nullable Interval shown,
      double bound,
      long of) {
    verdicts.add(
        new Verdict(
            gate,
            scope,
            outcome,
            value,
            shown == null ? null : shown.low(),
            shown == null ? null : shown.high(),
            shown == null ? null : CONFIDENCE,
            bound,
            of,
            "share"));
  }

  private static AccuracyChange.Interval interval(long hits, long n) {
    return new AccuracyChange.Interval(Binomial.low(hits, n, SURE), Binomial.high(hits, n, SURE));
  }
}
