package io.espalier.controller.rollout;

import io.espalier.shared.deployment.AccuracyChange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What some nodes have shown together. */
final class Tally {
  private final List<Findings.Test> tests = new ArrayList<>();
  private final Map<Integer, Integer> rowsOfParts = new HashMap<>();
  private AccuracyChange change = AccuracyChange.NONE;
  private long labelled;
  private long correct;
  private int tried;
  private int updated;
  private int failed;
  private int crashed;
  private int comparable;

  /** Counts a node that was asked. */
  void add(NodeState node) {
    comparable += node.before() == null ? 0 : 1;
    updated += node.step() == Step.UPDATED ? 1 : 0;
    failed += node.step() == Step.FAILED ? 1 : 0;
    boolean tries = node.step() == Step.ASKED && node.offlineSince() == null;
    // Failures are quick and successes slow: who has not answered yet counts as not failed.
    tried += tries || node.step() == Step.UPDATED || node.step() == Step.FAILED ? 1 : 0;
    Findings findings = node.findings();
    if (findings == null) {
      return;
    }
    crashed += findings.crashes() > 0 && node.step() != Step.CARRIED ? 1 : 0;
    Findings.Test test = findings.test();
    if (test == null) {
      return;
    }
    tests.add(test);
    rowsOfParts.merge(node.part(), test.samples(), Math::max);
    if (test.correct() != null) {
      labelled += test.samples();
      correct += test.correct();
    }
    if (test.change() != null) {
      change = change.plus(test.change());
    }
  }

  /** Nodes that took part or still do. */
  int tried() {
    return tried;
  }

  int updated() {
    return updated;
  }

  int failed() {
    return failed;
  }

  int crashed() {
    return crashed;
  }

  /** Whether there is a model before on any node. */
  boolean isComparable() {
    return comparable > 0;
  }

  /** The middle of what the nodes say, the lower of two; NaN if none says anything. */
  double median(ToDoubleFunction<Findings.Test> figure) {
    double[] sorted = tests.stream().mapToDouble(figure).toArray();
    Arrays.sort(sorted);
    return sorted.length == 0 ? Double.NaN : sorted[(sorted.length - 1) / 2];
  }

  long tests(ToDoubleFunction<Findings.Test> figure, double above) {
    return tests.stream().filter(test -> figure.applyAsDouble(test) > above).count();
  }

  int tests() {
    return tests.size();
  }

  /** The change of accuracy, every sample counted once however many nodes ran it. */
  AccuracyChange change() {
    long samples = distinct(change.samples());
    return samples == change.samples()
        ? change
        : new AccuracyChange(
            samples,
            scaled(change.lost(), change.samples(), samples),
            scaled(change.gained(), change.samples(), samples));
  }

  /** Samples with labels, each counted once. */
  long labelled() {
    return distinct(labelled);
  }

  /** Right answers among {@link #labelled}. */
  long correct() {
    return scaled(correct, labelled, labelled());
  }

  private long distinct(long samples) {
    return Math.min(samples, rowsOfParts.values().stream().mapToLong(rows -> rows).sum());
  }

  private static long scaled(long count, long from, long to) {
    return from == 0 ? 0 : count * to / from;
  }
}
