package io.espalier.node.deployment;

import io.espalier.node.artifact.ArtifactCache;
import io.espalier.node.artifact.FetchException;
import io.espalier.node.thread.RestingThread;
import io.espalier.shared.artifact.ArtifactKind;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DesiredState;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Fetches what a deployment needs, one deployment at a time, on a thread of its own. */
final class ArtifactFetcher implements AutoCloseable {
  private final ArtifactCache artifacts;
  private final ExecutorService thread;
  private @Nullable Future<?> running;
  private volatile double progress;

  ArtifactFetcher(ArtifactCache artifacts) {
    this.artifacts = artifacts;
    this.thread = RestingThread.named("fetch");
  }

  /**
   * Starts to fetch, in place of what was being fetched.
   *
   * @param done takes what came of it, on the fetching thread; not called after {@link #cancel}
   * @param cancelled called after that instead
   */
  void start(DesiredState slot, Consumer<DeploymentEvent> done, Runnable cancelled) {
    cancel();
    progress = 0;
    running = thread.submit(() -> fetch(slot, done, cancelled));
  }

  /** Ends a fetch, if there is one. */
  void cancel() {
    if (running != null) {
      running.cancel(true);
      running = null;
    }
  }

  /** The share of the chunks that are there. */
  double progress() {
    return progress;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void fetch(DesiredState slot, Consumer<DeploymentEvent> done, Runnable cancelled) {
    try {
      Map<Digest, ArtifactKind> needed = slot.artifacts();
      int fetched = 0;
      for (Map.Entry<Digest, ArtifactKind> artifact : needed.entrySet()) {
        double before = fetched;
        artifacts.obtain(
            artifact.getKey(),
            artifact.getValue(),
            share -> progress = (before + share) / needed.size());
        fetched++;
        progress = fetched / (double) needed.size();
      }
      done.accept(new DeploymentEvent.Fetched(slot.deployment()));
    } catch (FetchException e) {
      String why = String.valueOf(e.getMessage());
      done.accept(
          e.unobtainable() == null
              ? new DeploymentEvent.Refused(slot.deployment(), why)
              : new DeploymentEvent.Unobtainable(slot.deployment(), e.unobtainable(), why));
    } catch (InterruptedException e) {
      cancelled.run();
    } catch (RuntimeException | OutOfMemoryError e) {
      done.accept(new DeploymentEvent.Refused(slot.deployment(), "cannot be fetched: " + e));
    }
  }
}
