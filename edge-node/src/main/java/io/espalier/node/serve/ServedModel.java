package io.espalier.node.serve;

import static io.espalier.node.serve.InferenceOutcome.refused;

import io.espalier.node.inference.EngineException;
import io.espalier.node.inference.InferenceEngine;
import io.espalier.node.inference.OutputType;
import io.espalier.node.serve.InferenceOutcome.Status;
import io.espalier.shared.infer.InferenceAnswer;
import io.espalier.shared.infer.InferenceRequest;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A model from the moment it serves until another has taken its place. One inference runs at a
 * time, and the model is closed by whoever is last: the one that retires it or the inference that
 * still ran.
 */
final class ServedModel {
  private final LoadedModel loaded;
  private final InferenceListener listener;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final AtomicLong good = new AtomicLong();
  private final RowLimit limit;
  private volatile boolean retired;
  private boolean closed;

  ServedModel(LoadedModel loaded, InferenceListener listener) {
    this.loaded = loaded;
    this.listener = listener;
    this.limit = RowLimit.of(loaded.engine().inputWidth(), loaded.engine().outputWidth());
  }

  LoadedModel loaded() {
    return loaded;
  }

  RowLimit limit() {
    return limit;
  }

  long goodInferences() {
    return good.get();
  }

  /**
   * Runs every row.
   *
   * @return null if another model serves by now
   */
  @Nullable InferenceOutcome infer(InferenceRequest request) {
    return infer(request, listener);
  }

  /**
   * Runs a row that nobody asked for: it counts, but no listener hears of it.
   *
   * @param row zeros if absent
   * @return null if another model serves by now
   */
  @Nullable InferenceOutcome exercise(float @Nullable [] row) {
    float[] input = row == null ? new float[limit.width()] : row;
    return infer(new InferenceRequest(null, new float[][] {input}), inference -> {});
  }

  private @Nullable InferenceOutcome infer(InferenceRequest request, InferenceListener told) {
    lock.lock();
    try {
      return retired ? null : run(request, told);
    } finally {
      lock.unlock();
      closeIfLast();
    }
  }

  /**
   * Lends the model; inferences wait meanwhile.
   *
   * @return false if another model serves by now
   */
  boolean lend(LiveModel.Borrower borrower) throws EngineException {
    lock.lock();
    try {
      if (retired) {
        return false;
      }
      borrower.use(loaded);
      return true;
    } finally {
      lock.unlock();
      closeIfLast();
    }
  }

  /** Ends it; returns at once, also while an inference runs. */
  void retire() {
    retired = true;
    closeIfLast();
  }

  /** Who finds the lock taken leaves it to its holder, who comes here after letting go. */
  private void closeIfLast() {
    // A listener may let another model serve from within an inference.
    if (retired && !lock.isHeldByCurrentThread() && lock.tryLock()) {
      try {
        if (!closed) {
          closed = true;
          loaded.close();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private InferenceOutcome run(InferenceRequest request, InferenceListener told) {
    float[][] inputs = request.inputs();
    if (inputs.length > limit.rows()) {
      return no(
          Status.TOO_LARGE,
          request,
          "inputs: expected at most %d rows, found %d".formatted(limit.rows(), inputs.length));
    }
    for (int i = 0; i < inputs.length; i++) {
      String fault = fault(inputs[i]);
      if (fault != null) {
        return no(Status.UNFIT, request, "inputs, row " + i + ": " + fault);
      }
    }
    try {
      return new InferenceOutcome(Status.GOOD, answer(request, told));
    } catch (EngineException | RuntimeException e) {
      return no(
          Status.FAILED, request, "model " + loaded.model().abbreviated() + ": " + e.getMessage());
    }
  }

  private @Nullable String fault(float @Nullable [] row) {
    if (row == null || row.length != limit.width()) {
      return "expected %d values, found %d".formatted(limit.width(), row == null ? 0 : row.length);
    }
    return allFinite(row) ? null : "expected finite values";
  }

  private InferenceAnswer answer(InferenceRequest request, InferenceListener told)
      throws EngineException {
    float[][] inputs = request.inputs();
    float[][] outputs = new float[inputs.length][];
    int[] classes = new int[inputs.length];
    boolean classified = false;
    long total = 0;
    for (int i = 0; i < inputs.length; i++) {
      long start = System.nanoTime();
      loaded.engine().run(inputs[i]);
      long nanos = System.nanoTime() - start;
      total += nanos;
      outputs[i] = output(loaded.engine());
      if (!allFinite(outputs[i])) {
        throw new EngineException("row " + i + ": expected finite outputs");
      }
      Integer row = classOf(outputs[i]);
      if (row != null) {
        classified = true;
        classes[i] = row;
      }
      good.incrementAndGet();
      told.inferred(
          new LiveInference(loaded.model(), loaded.deployment(), inputs[i], outputs[i], nanos));
    }
    return new InferenceAnswer(
        request.id(), loaded.model(), outputs, classified ? classes : null, total / 1e3, null);
  }

  private @Nullable Integer classOf(float[] output) throws EngineException {
    InferenceEngine head = loaded.head();
    if (head != null) {
      head.run(output);
      return largest(head.outputType(), output(head));
    }
    boolean isClass = loaded.engine().outputType() == OutputType.INT32 && output.length == 1;
    return isClass || loaded.outputsAreScores()
        ? largest(loaded.engine().outputType(), output)
        : null;
  }

  /** Whole numbers are the class itself, real ones a score for each class. */
  private static int largest(OutputType type, float[] values) {
    if (type == OutputType.INT32 && values.length == 1) {
      return (int) values[0];
    }
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[largest]) {
        largest = i;
      }
    }
    return largest;
  }

  private static float[] output(InferenceEngine engine) {
    float[] output = new float[engine.outputWidth()];
    if (engine.outputType() == OutputType.FLOAT32) {
      engine.copyOutput(output);
      return output;
    }
    int[] whole = new int[output.length];
    engine.copyOutput(whole);
    for (int i = 0; i < whole.length; i++) {
      output[i] = whole[i];
    }
    return output;
  }

  private static boolean allFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private InferenceOutcome no(Status status, InferenceRequest request, String why) {
    return refused(status, request.id(), loaded.model(), why);
  }
}
