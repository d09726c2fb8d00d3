package io.espalier.node.trial;

/**
 * Measures how far outputs are from targets, which are the samples themselves if none are given.
 */
final class ErrorJudge implements Judge {
  private final Samples set;
  private final float[] target;
  private double squares;
  private double sizes;
  private int seen;

  /**
   * A judge of that set.
   *
   * @param width outputs for a sample
   * @throws TrialException if they are not as many as the targets
   */
  ErrorJudge(Samples set, int width) throws TrialException {
    if (width != widthOfTargets(set)) {
      throw new TrialException(
          "model: expected %d outputs, one for each value of %s, found %d"
              .formatted(
                  widthOfTargets(set), set.targetWidth() > 0 ? "a target" : "a sample", width));
    }
    this.set = set;
    this.target = new float[set.targetWidth()];
  }

  /** Values that the outputs for a sample are compared with. */
  static int widthOfTargets(Samples set) {
    return set.targetWidth() > 0 ? set.targetWidth() : set.width();
  }

  @Override
  public void look(int i, Row input, Row output) throws TrialException {
    add(i, input, output);
  }

  /** The same, and says the mean squared error of that sample. */
  double add(int i, Row input, Row output) throws TrialException {
    output.requireFinite(i);
    Row right = input;
    if (target.length > 0) {
      set.copyTarget(i, target);
      right = new Row(target, 0, target.length);
    }
    double square = 0;
    for (int k = 0; k < output.width(); k++) {
      double difference = (double) output.at(k) - right.at(k);
      square += difference * difference;
      sizes += Math.abs(difference);
    }
    squares += square;
    seen++;
    return square / output.width();
  }

  @Override
  public Verdict verdict() {
    double values = (double) seen * widthOfTargets(set);
    return Verdict.ofErrors(seen, squares / values, sizes / values);
  }
}
