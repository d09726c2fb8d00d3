package io.espalier.node.serve;

import static io.espalier.node.serve.InferenceOutcome.refused;

import io.espalier.node.inference.EngineException;
import io.espalier.node.serve.InferenceOutcome.Status;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.infer.InferenceAnswer;
import io.espalier.shared.infer.InferenceRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The model that serves at this moment. Another can take its place at any time; requests go to the
 * one or the other, never to none. Thread-safe.
 */
public final class LiveModel implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LiveModel.class.getName());

  static final String NONE_SERVES = "no model serves on this node";

  private final AtomicReference<@Nullable ServedModel> serving = new AtomicReference<>();
  private final List<InferenceListener> listeners = new CopyOnWriteArrayList<>();

  /**
   * What serves.
   *
   * @param model its digest
   * @param deployment which deployment brought it
   * @param goodInferences rows that went through it since it serves
   */
  public record Serving(Digest model, DeploymentId deployment, long goodInferences) {}

  /** Uses a model for a moment. */
  @FunctionalInterface
  public interface Borrower {
    /**
     * Uses it; not after returning.
     *
     * @throws EngineException if the model fails
     */
    void use(LoadedModel model) throws EngineException;
  }

  /** Nothing serves yet. */
  public LiveModel() {}

  /**
   * Lets a model serve from now on. Closes the one before, as soon as the inference that runs on it
   * has ended; does not wait for that.
   *
   * @param model closed from here, once
   */
  public void serve(LoadedModel model) {
    replace(new ServedModel(model, this::tell));
  }

  /** Which model serves, and how well. */
  public Optional<Serving> serving() {
    return Optional.ofNullable(serving.get())
        .map(
            served ->
                new Serving(
                    served.loaded().model(),
                    served.loaded().deployment(),
                    served.goodInferences()));
  }

  /** Runs a request through the model that serves; every failure is told in the answer. */
  public InferenceAnswer infer(InferenceRequest request) {
    return ask(request).answer();
  }

  /**
   * Runs a row that no program asked for through the model that serves, to see whether it works. It
   * counts as a good inference, but no listener hears of it: it says nothing about live use.
   *
   * @param row of the model's width; zeros if absent
   * @return why it failed, one line for people; null if it did not
   */
  public @Nullable String exercise(float @Nullable [] row) {
    for (ServedModel now = serving.get(); now != null; now = serving.get()) {
      InferenceOutcome outcome = now.exercise(row);
      if (outcome != null) {
        return outcome.answer().error();
      }
    }
    return NONE_SERVES;
  }

  /**
   * Lends the model that serves. Programs wait until it is back, in their order: whoever borrows it
   * for one inference at a time keeps none of them waiting for longer than that.
   *
   * @return false if none serves
   * @throws EngineException from {@code borrower}
   */
  public boolean lend(Borrower borrower) throws EngineException {
    for (ServedModel now = serving.get(); now != null; now = serving.get()) {
      if (now.lend(borrower)) {
        return true;
      }
    }
    return false;
  }

  /** Adds one that hears of each good inference, from any thread. */
  public void onInference(InferenceListener listener) {
    listeners.add(listener);
  }

  /** Adds one that is called after each good inference, from any thread. */
  public void onGood(Runnable listener) {
    onInference(inference -> listener.run());
  }

  /** Lets no model serve. */
  @Override
  public void close() {
    replace(null);
  }

  InferenceOutcome ask(InferenceRequest request) {
    // A model that was retired while the request waited for it has a successor.
    for (ServedModel now = serving.get(); now != null; now = serving.get()) {
      InferenceOutcome outcome = now.infer(request);
      if (outcome != null) {
        return outcome;
      }
    }
    return refused(Status.NONE_SERVES, request.id(), null, NONE_SERVES);
  }

  /** The largest request as JSON that is worth reading, in bytes. */
  public long mostRequestBytes() {
    return limit().orElse(RowLimit.USUAL).bytes();
  }

  /** How much the model that serves takes at a time. */
  Optional<RowLimit> limit() {
    return Optional.ofNullable(serving.get()).map(ServedModel::limit);
  }

  private void replace(@Nullable ServedModel next) {
    ServedModel before = serving.getAndSet(next);
    if (before != null) {
      before.retire();
    }
  }

  private void tell(LiveInference inference) {
    for (InferenceListener listener : listeners) {
      try {
        listener.inferred(inference);
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "inference listener failed", e);
      }
    }
  }
}
