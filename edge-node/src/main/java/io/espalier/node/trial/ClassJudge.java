package io.espalier.node.trial;

import io.espalier.shared.trial.ClassCount;
import io.espalier.shared.trial.Measurement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares classes with labels. */
final class ClassJudge implements Judge {
  private static final float HALF = .5f;

  /** A label beyond it is no class but a mistake. */
  private static final int MOST_LABELS = 1_000_000;

  private final Samples set;
  private final boolean named;
  private final boolean binary;
  private final int[] of;
  private final int[] right;

  /** Right answers if a single output says 1 from 0 on. */
  private final int[] rightBySign;

  private boolean beyondUnit;
  private int seen;

  /**
   * A judge of a labelled set.
   *
   * @param who gives the outputs, for messages
   * @param width outputs for a sample
   * @param named whether an output is the class itself
   * @throws TrialException if the set has no labels, or ones that those outputs cannot say
   */
  ClassJudge(String who, Samples set, int width, boolean named) throws TrialException {
    int largest = largestLabel(set);
    if (named && width != 1) {
      throw new TrialException(who + ": classes of a sample: expected 1, found " + width);
    }
    if (!named && width > 1 && largest >= width) {
      throw new TrialException(
          "%s: expected a score for each label up to %d, found %d scores"
              .formatted(who, largest, width));
    }
    this.set = set;
    this.named = named || (width == 1 && largest > 1);
    this.binary = width == 1 && !this.named;
    this.of = new int[largest + 1];
    this.right = new int[largest + 1];
    this.rightBySign = new int[binary ? largest + 1 : 0];
  }

  @Override
  public void look(int i, Row input, Row output) {
    int label = set.label(i);
    of[label]++;
    seen++;
    float first = output.at(0);
    if (binary) {
      beyondUnit |= !(first >= 0 && first <= 1);
      right[label] += (first >= HALF ? 1 : 0) == label ? 1 : 0;
      rightBySign[label] += (first >= 0 ? 1 : 0) == label ? 1 : 0;
    } else {
      int given = named ? Math.round(first) : output.largest();
      right[label] += given == label ? 1 : 0;
    }
  }

  @Override
  public Verdict verdict() {
    int[] counted = binary && beyondUnit ? rightBySign : right;
    int correct = 0;
    List<ClassCount> classes = new ArrayList<>();
    for (int c = 0; c < of.length; c++) {
      correct += counted[c];
      if (of.length <= Measurement.MOST_CLASSES) {
        classes.add(new ClassCount(counted[c], of[c]));
      }
    }
    return Verdict.ofClasses(seen, correct, orNone(classes));
  }

  private static @Nullable List<ClassCount> orNone(List<ClassCount> classes) {
    return classes.isEmpty() ? null : classes;
  }

  private static int largestLabel(Samples set) throws TrialException {
    if (!set.isLabelled()) {
      throw new TrialException("samples: expected a label each, found none");
    }
    int largest = 0;
    for (int i = 0; i < set.size(); i++) {
      int label = set.label(i);
      if (label < 0 || label > MOST_LABELS) {
        throw new TrialException(
            "labels: expected 0 to %d, found %d".formatted(MOST_LABELS, label));
      }
      largest = Math.max(largest, label);
    }
    return largest;
  }
}
