package io.espalier.node.trial;

import io.espalier.shared.probe.ProbeSet;

/** Samples of a probe set. */
record ProbeSamples(ProbeSet set) implements Samples {
  /** Reads one. */
  static ProbeSamples parse(byte[] content) throws TrialException {
    try {
      return new ProbeSamples(ProbeSet.decode(content));
    } catch (IllegalArgumentException e) {
      throw new TrialException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public int size() {
    return set.rows();
  }

  @Override
  public int width() {
    return set.width();
  }

  @Override
  public void copy(int first, int count, float[] rows) {
    set.copyInputs(first, count, rows);
  }

  @Override
  public boolean isLabelled() {
    return set.isLabelled();
  }

  @Override
  public int label(int i) {
    return set.label(i);
  }

  @Override
  public int targetWidth() {
    return set.targetWidth();
  }

  @Override
  public void copyTarget(int i, float[] target) {
    set.copyTarget(i, target);
  }
}
