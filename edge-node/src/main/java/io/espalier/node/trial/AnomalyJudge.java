package io.espalier.node.trial;

import org.jspecify.annotations.Nullable;

/** Measures how well scores tell samples of label 1 from those of label 0. */
final class AnomalyJudge implements Judge {
  private final Samples set;
  private final double[] scores;
  private final @Nullable ErrorJudge errors;
  private int seen;

  /**
   * A judge of that set.
   *
   * @param width outputs for a sample: as many as its values, which are its reconstruction, or one
   * @throws TrialException if they are neither, or labels are not both 0 and 1
   */
  AnomalyJudge(Samples set, int width) throws TrialException {
    if (width != set.width() && width != 1) {
      throw new TrialException(
          "model: expected a reconstruction of %d values, or a single score, found %d outputs"
              .formatted(set.width(), width));
    }
    requireBothKinds(set);
    this.set = set;
    this.scores = new double[set.size()];
    this.errors = width == set.width() ? new ErrorJudge(set, width) : null;
  }

  @Override
  public void look(int i, Row input, Row output) throws TrialException {
    output.requireFinite(i);
    scores[i] = errors == null ? output.at(0) : errors.add(i, input, output);
    seen++;
  }

  @Override
  public Verdict verdict() {
    int anomalies = 0;
    for (int i = 0; i < seen; i++) {
      anomalies += set.label(i);
    }
    double[] unusual = new double[anomalies];
    double[] usual = new double[seen - anomalies];
    int first = 0;
    int second = 0;
    for (int i = 0; i < seen; i++) {
      if (set.label(i) == 1) {
        unusual[first++] = scores[i];
      } else {
        usual[second++] = scores[i];
      }
    }
    Verdict verdict =
        errors == null ? new Verdict(seen, null, null, null, null, null) : errors.verdict();
    return verdict.withAuc(RankSum.area(unusual, usual));
  }

  private static void requireBothKinds(Samples set) throws TrialException {
    if (!set.isLabelled()) {
      throw new TrialException("samples: expected a label each, found none");
    }
    boolean[] seen = new boolean[2];
    for (int i = 0; i < set.size(); i++) {
      int label = set.label(i);
      if (label < 0 || label > 1) {
        throw new TrialException("labels: expected 0, or 1 for an anomaly, found " + label);
      }
      seen[label] = true;
    }
    if (!seen[0] || !seen[1]) {
      throw new TrialException(
          "labels: expected both 0 and 1, found only " + (seen[0] ? "0" : "1"));
    }
  }
}
