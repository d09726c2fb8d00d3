package io.espalier.node.trial;

import io.espalier.node.inference.EngineException;
import io.espalier.node.inference.InferenceEngine;
import io.espalier.node.inference.OutputType;

/** Counts the images whose class, by model and head, is right. */
final class AccuracyPass {
  private final InferenceEngine model;
  private final InferenceEngine head;
  private final TestSet set;
  private final int batch;

  /**
   * A pass over the whole set.
   *
   * @param batch images at a time
   * @throws TrialException if model, head and set do not fit together
   */
  AccuracyPass(InferenceEngine model, InferenceEngine head, TestSet set, int batch)
      throws TrialException {
    this.model = model;
    this.head = head;
    this.set = set;
    this.batch = Math.min(batch, set.size());
    model.preferOutput(head.inputWidth());
    requireEqual("model: features of an image", set.width(), model.inputWidth());
    if (model.outputType() != OutputType.FLOAT32) {
      throw new TrialException("model: expected a float32 output, found " + model.outputType());
    }
    requireEqual("head: values of the model's output", model.outputWidth(), head.inputWidth());
    if (head.outputType() == OutputType.INT32) {
      requireEqual("head: classes of an image", 1, head.outputWidth());
    } else if (set.largestLabel() >= head.outputWidth()) {
      throw new TrialException(
          "head: expected a score for each label up to %d, found %d scores"
              .formatted(set.largestLabel(), head.outputWidth()));
    }
  }

  /** Runs every image and counts the right answers. */
  int correct() throws EngineException {
    model.resize(batch);
    head.resize(batch);
    float[] images = new float[batch * model.inputWidth()];
    float[] codes = new float[batch * model.outputWidth()];
    int correct = 0;
    for (int first = 0; first < set.size(); first += batch) {
      // The last batch may be short: the rest of its rows are those of the batch before, uncounted.
      int count = Math.min(batch, set.size() - first);
      set.copy(first, count, images);
      model.run(images);
      model.copyOutput(codes);
      head.run(codes);
      int[] classes = classes();
      for (int i = 0; i < count; i++) {
        correct += classes[i] == set.label(first + i) ? 1 : 0;
      }
    }
    return correct;
  }

  private int[] classes() {
    int[] classes = new int[batch];
    if (head.outputType() == OutputType.INT32) {
      head.copyOutput(classes);
      return classes;
    }
    int width = head.outputWidth();
    float[] scores = new float[batch * width];
    head.copyOutput(scores);
    for (int i = 0; i < batch; i++) {
      classes[i] = largest(scores, i * width, width);
    }
    return classes;
  }

  /** The place of the largest of {@code count} values; of equal ones the first. */
  private static int largest(float[] values, int from, int count) {
    int largest = 0;
    for (int i = 1; i < count; i++) {
      if (values[from + i] > values[from + largest]) {
        largest = i;
      }
    }
    return largest;
  }

  private static void requireEqual(String what, int expected, int found) throws TrialException {
    if (expected != found) {
      throw new TrialException("%s: expected %d, found %d".formatted(what, expected, found));
    }
  }
}
