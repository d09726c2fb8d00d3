package io.espalier.controller.lab;

import io.espalier.compressor.RefusedException;
import io.espalier.controller.experiment.ExperimentId;
import io.espalier.controller.experiment.ExperimentRunner;
import io.espalier.controller.experiment.ExperimentSpec;
import io.espalier.controller.experiment.Material;
import io.espalier.controller.experiment.RunDirectory;
import io.espalier.controller.experiment.SpecException;
import io.espalier.controller.experiment.SpecReader;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.controller.trial.TrialBenches;
import io.espalier.shared.protocol.MalformedMessageException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs experiments, one at a time, for they would measure each other; the others wait in line.
 * Started again after it was killed, it goes on with what was not over. Its methods may be called
 * from any thread.
 */
public final class Laboratory extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Laboratory.class);

  private final Workplace place;
  private final Object submissions = new Object();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private @Nullable ExperimentRun running;
  private boolean stopping;

  /** What runs work with. */
  record Workplace(
      Runs runs,
      ExperimentArchive archive,
      RunCopies copies,
      TrialBenches benches,
      WorkerExecutor storeThreads,
      List<LabListener> listeners) {
    void changed(ExperimentId id) {
      listeners.forEach(listener -> listener.changed(id));
    }

    /** Has something stored by a thread that nobody interrupts. */
    void keep(Runnable work) throws ExecutionException, InterruptedException {
      ask(
          () -> {
            work.run();
            return work;
          });
    }

    /** The same of something that is asked. */
    <T> T ask(Callable<T> question) throws ExecutionException, InterruptedException {
      return storeThreads
          .executeBlocking(question, false)
          .toCompletionStage()
          .toCompletableFuture()
          .get();
    }
  }

  private record Waiting(Experiment experiment, SoftReference<@Nullable Material> material) {}

  /**
   * One that is not started.
   *
   * @param runs where experiments have their files
   * @param archive keeps them, by {@code storeThreads}
   * @param copies of their files, for other controllers
   * @param benches opens what their trials run on
   */
  public Laboratory(
      Runs runs,
      ExperimentArchive archive,
      RunCopies copies,
      TrialBenches benches,
      WorkerExecutor storeThreads) {
    this.place =
        new Workplace(runs, archive, copies, benches, storeThreads, new CopyOnWriteArrayList<>());
  }

  /** Adds a listener that hears of everything. */
  public void listen(LabListener listener) {
    place.listeners().add(listener);
  }

  @Override
  public Future<?> start() {
    synchronized (this) {
      stopping = false; // It may have been stopped before, when another controller drove.
      waiting.clear();
    }
    if (!place.runs().several()) {
      return Future.succeededFuture();
    }
    return place.storeThreads().executeBlocking(this::unfinished, false).onSuccess(this::goOn);
  }

  @Override
  public Future<?> stop() {
    ExperimentRun ending;
    synchronized (this) {
      stopping = true;
      ending = running;
    }
    return ending == null
        ? Future.succeededFuture()
        : Future.fromCompletionStage(ending.stop(), context);
  }

  /**
   * Has an experiment run, or what is missing of it if it has run before. Blocks while its data is
   * looked at.
   *
   * @param source what the spec is called in messages
   * @param content the spec, YAML or JSON
   * @param who asks for it
   * @return as it is now: in line, running, or done with nothing missing
   * @throws SpecException if it cannot be run
   * @throws RefusedException if there is another of that name, or its directory is not as it was
   * @throws IOException if its data cannot be used, or its directory cannot be written
   */
  public Experiment submit(String source, byte[] content, String who)
      throws SpecException, RefusedException, IOException {
    ExperimentSpec spec = SpecReader.read(source, content);
    synchronized (submissions) {
      Optional<Experiment> live = live(spec.id());
      if (live.isPresent()) {
        requireSame(live.get(), spec);
        return live.get();
      }
      Optional<Experiment> known = place.archive().find(spec.id());
      if (known.isPresent() && place.runs().several()) {
        requireSame(known.get(), spec);
      }
      Material material = place.runs().data().of(spec);
      requireFits(source, spec, material);
      boolean complete = isComplete(spec, material);
      if (complete && known.isPresent() && place.runs().several()) {
        return known.get();
      }
      Experiment asked =
          known.isPresent()
              ? known.get().queued(spec, who)
              : Experiment.asked(spec, who, Instant.now());
      place.archive().save(asked);
      enqueue(new Waiting(asked, new SoftReference<>(material)));
      return asked;
    }
  }

  /**
   * Ends an experiment that waits or runs; what was measured is kept.
   *
   * @param who wants it
   * @return done when it has ended; failed with {@link LabRefusal} if there is none such
   */
  public Future<Void> cancel(ExperimentId id, String who) {
    Waiting removed;
    synchronized (this) {
      if (running != null && running.experiment().id().equals(id)) {
        return Future.fromCompletionStage(running.cancel(who), context);
      }
      removed =
          waiting.stream().filter(w -> w.experiment().id().equals(id)).findFirst().orElse(null);
      waiting.remove(removed);
    }
    return place
        .storeThreads()
        .executeBlocking(
            () -> {
              if (removed == null) {
                throw notLive(id);
              }
              place
                  .archive()
                  .save(removed.experiment().ended(Phase.CANCELLED, "by " + who, Instant.now()));
              place.changed(id);
              return null;
            },
            false);
  }

  /** What an experiment is at, if it runs. */
  public synchronized Optional<Progress> progress(ExperimentId id) {
    return running != null && running.experiment().id().equals(id)
        ? running.atWork()
        : Optional.empty();
  }

  private List<Experiment> unfinished() {
    List<Experiment> oldestFirst = new ArrayList<>(place.archive().all());
    Collections.reverse(oldestFirst);
    oldestFirst.removeIf(experiment -> experiment.phase().isFinal());
    oldestFirst.sort((a, b) -> b.phase().compareTo(a.phase())); // What was begun comes first.
    return oldestFirst;
  }

  private void goOn(List<Experiment> unfinished) {
    for (Experiment experiment : unfinished) {
      LOG.info("experimentId={} goes on: {}", experiment.id(), experiment.phase().text());
      enqueue(new Waiting(experiment, new SoftReference<>(null)));
    }
  }

  private void enqueue(Waiting next) {
    synchronized (this) {
      waiting.add(next);
    }
    place.changed(next.experiment().id());
    begin();
  }

  private synchronized void begin() {
    if (stopping || running != null || waiting.isEmpty()) {
      return;
    }
    Waiting next = waiting.remove();
    ExperimentRun run = new ExperimentRun(place, next.experiment(), next.material().get());
    running = run;
    run.start()
        .thenRun(
            () -> {
              synchronized (this) {
                running = null;
              }
              begin();
            });
  }

  private synchronized Optional<Experiment> live(ExperimentId id) {
    if (running != null && running.experiment().id().equals(id)) {
      return Optional.of(running.experiment());
    }
    return waiting.stream()
        .map(Waiting::experiment)
        .filter(experiment -> experiment.id().equals(id))
        .findFirst();
  }

  private boolean isComplete(ExperimentSpec spec, Material material)
      throws IOException, RefusedException {
    if (place.copies().areNeeded()) { // Another controller may have run it.
      try {
        long settled =
            place.archive().trials(spec.id()).values().stream().filter(TrialRow::isSettled).count();
        return settled == spec.trials();
      } catch (MalformedMessageException e) {
        throw new IOException("experiment " + spec.id() + ": " + e.getMessage(), e);
      }
    }
    try (RunDirectory directory =
        RunDirectory.open(place.runs().of(spec.id()), spec, material.digest())) {
      return directory.isComplete();
    }
  }

  private LabRefusal notLive(ExperimentId id) {
    return place
        .archive()
        .find(id)
        .map(
            known ->
                LabRefusal.conflict(
                    "experiment %s: expected one that waits or runs, found it %s"
                        .formatted(id, known.phase().text())))
        .orElseGet(() -> LabRefusal.unknown(id));
  }

  private static void requireSame(Experiment known, ExperimentSpec spec) throws RefusedException {
    if (!known.spec().equals(spec)) {
      throw new RefusedException(
          "experiment %s: expected the spec that it was begun with, found another; choose another"
                  .formatted(spec.id())
              + " name");
    }
  }

  private static void requireFits(String source, ExperimentSpec spec, Material material)
      throws SpecException {
    try {
      ExperimentRunner.requireFits(spec, material);
    } catch (SpecException e) {
      throw new SpecException(source + ": " + e.getMessage());
    }
  }
}
