package io.espalier.node.trial;

import io.espalier.node.inference.EngineException;
import io.espalier.node.inference.InferenceEngine;
import io.espalier.node.inference.OutputType;
import io.espalier.shared.trial.Judgement;
import org.jspecify.annotations.Nullable;

/** Runs a model, and the head if there is one, over all samples before a judge. */
final class JudgedPass {
  /** Large enough that calls cost little beside arithmetic, small enough for a Pi's cache. */
  private static final int BATCH = 100;

  /** So that samples of many values do not fill a small node's memory. */
  private static final int MOST_VALUES = 200_000;

  private final InferenceEngine model;
  private final @Nullable InferenceEngine head;
  private final InferenceEngine last;
  private final Samples set;
  private final Judge judge;
  private final int most;

  /**
   * A pass over the whole set.
   *
   * @param head absent if the model's own outputs are judged
   * @throws TrialException if model, head, set and judgement do not fit together
   */
  JudgedPass(
      InferenceEngine model, @Nullable InferenceEngine head, Samples set, Judgement judgement)
      throws TrialException {
    this(model, head, set, judgement, BATCH);
  }

  /**
   * The same.
   *
   * @param batch samples at a time, at most
   */
  JudgedPass(
      InferenceEngine model,
      @Nullable InferenceEngine head,
      Samples set,
      Judgement judgement,
      int batch)
      throws TrialException {
    this.model = model;
    this.head = head;
    this.last = head == null ? model : head;
    this.set = set;
    this.most =
        Math.max(1, Math.min(Math.min(batch, set.size()), MOST_VALUES / Math.max(1, set.width())));
    requireEqual("model: features of a sample", set.width(), model.inputWidth());
    if (head != null) {
      requireFits(model, head, judgement);
    }
    this.judge = judge(judgement);
  }

  /** Runs every sample. */
  Verdict run() throws EngineException, TrialException {
    int batch = resized();
    float[] inputs = new float[batch * model.inputWidth()];
    float[] codes = new float[head == null ? 0 : batch * model.outputWidth()];
    float[] outputs = new float[batch * last.outputWidth()];
    for (int first = 0; first < set.size(); first += batch) {
      // The last batch may be short: the rest of its rows are those of the batch before, unseen.
      int count = Math.min(batch, set.size() - first);
      set.copy(first, count, inputs);
      model.run(inputs);
      if (head != null) {
        model.copyOutput(codes);
        head.run(codes);
      }
      copyOutputs(outputs);
      for (int i = 0; i < count; i++) {
        judge.look(
            first + i,
            new Judge.Row(inputs, i * set.width(), set.width()),
            new Judge.Row(outputs, i * last.outputWidth(), last.outputWidth()));
      }
    }
    return judge.verdict();
  }

  /** Makes room; a model that was made for one sample at a time gets them one at a time. */
  private int resized() throws EngineException {
    try {
      resize(most);
      return most;
    } catch (EngineException e) {
      if (most == 1) {
        throw e;
      }
      resize(1);
      return 1;
    }
  }

  private void resize(int batch) throws EngineException {
    model.resize(batch);
    if (head != null) {
      head.resize(batch);
    }
  }

  private void copyOutputs(float[] outputs) {
    if (last.outputType() == OutputType.FLOAT32) {
      last.copyOutput(outputs);
      return;
    }
    int[] whole = new int[outputs.length];
    last.copyOutput(whole);
    for (int i = 0; i < whole.length; i++) {
      outputs[i] = whole[i];
    }
  }

  private Judge judge(Judgement judgement) throws TrialException {
    boolean real = last.outputType() == OutputType.FLOAT32;
    if (judgement == Judgement.TOP_1) {
      return new ClassJudge(head == null ? "model" : "head", set, last.outputWidth(), !real);
    }
    model.preferOutput(
        judgement == Judgement.ANOMALY ? set.width() : ErrorJudge.widthOfTargets(set));
    if (model.outputType() != OutputType.FLOAT32) {
      throw new TrialException("model: expected a float32 output, found " + model.outputType());
    }
    return judgement == Judgement.ANOMALY
        ? new AnomalyJudge(set, model.outputWidth())
        : new ErrorJudge(set, model.outputWidth());
  }

  private static void requireFits(InferenceEngine model, InferenceEngine head, Judgement judgement)
      throws TrialException {
    if (judgement != Judgement.TOP_1) {
      throw new TrialException(
          "head: expected judgement top-1 beside one, found " + judgement.label());
    }
    model.preferOutput(head.inputWidth());
    if (model.outputType() != OutputType.FLOAT32) {
      throw new TrialException("model: expected a float32 output, found " + model.outputType());
    }
    requireEqual("head: values of the model's output", model.outputWidth(), head.inputWidth());
  }

  private static void requireEqual(String what, int expected, int found) throws TrialException {
    if (expected != found) {
      throw new TrialException("%s: expected %d, found %d".formatted(what, expected, found));
    }
  }
}
