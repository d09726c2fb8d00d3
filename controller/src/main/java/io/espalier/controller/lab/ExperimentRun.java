package io.espalier.controller.lab;

import io.espalier.compressor.RefusedException;
import io.espalier.controller.experiment.ExperimentListener;
import io.espalier.controller.experiment.ExperimentRunner;
import io.espalier.controller.experiment.ExperimentSpec;
import io.espalier.controller.experiment.Material;
import io.espalier.controller.experiment.RunDirectory;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.controller.trial.TrialBench;
import io.espalier.shared.fleet.NodeId;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An experiment while it runs, on a thread of its own that may be interrupted at any time: so it
 * leaves the store, whose files an interrupt would close, to others.
 */
final class ExperimentRun implements ExperimentListener {
  private static final Logger LOG = LoggerFactory.getLogger(ExperimentRun.class);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Laboratory.Workplace place;
  private final Thread thread;
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final StageTimes times = new StageTimes(System::nanoTime);
  private final @Nullable Material loaded;
  private volatile Experiment experiment;
  private volatile @Nullable Progress progress;
  private volatile @Nullable String cancelledBy;
  private volatile boolean stopped;

  /**
   * A run that is not begun.
   *
   * @param loaded its data if that is in memory
   */
  ExperimentRun(Laboratory.Workplace place, Experiment experiment, @Nullable Material loaded) {
    this.place = place;
    this.experiment = experiment;
    this.loaded = loaded;
    this.thread = new Thread(this::run, "experiment " + experiment.id());
  }

  /** Begins; done when it is over, however it ends. */
  CompletableFuture<Void> start() {
    thread.start();
    return over;
  }

  Experiment experiment() {
    return experiment;
  }

  Optional<Progress> atWork() {
    return Optional.ofNullable(progress);
  }

  /** Ends it for good; done when that is kept. */
  CompletableFuture<Void> cancel(String who) {
    cancelledBy = who;
    thread.interrupt();
    return over;
  }

  /** Ends it for now; done when nothing of it is left. */
  CompletableFuture<Void> stop() {
    stopped = true;
    thread.interrupt();
    return over;
  }

  private void run() {
    try {
      measureAll();
    } catch (Exception e) {
      if (cancelledBy != null) {
        end(Phase.CANCELLED, "by " + cancelledBy);
      } else if (!stopped) {
        LOG.error("experimentId={} failed", experiment.id(), e);
        end(Phase.FAILED, reason(e));
      }
    } finally {
      over.complete(null);
    }
  }

  private void measureAll()
      throws IOException, RefusedException, ExecutionException, InterruptedException {
    boolean shared = place.copies().areNeeded();
    Collection<TrialRow> elsewhere =
        shared || experiment.phase() == Phase.RUNNING ? stored() : List.of();
    keep(experiment.begun(Instant.now()));
    ExperimentSpec spec = experiment.spec();
    Material material = loaded != null ? loaded : place.runs().data().of(spec);
    bring();
    try (RunDirectory directory =
        RunDirectory.open(place.runs().of(spec.id()), spec, material.digest())) {
      directory.takeOver(elsewhere);
      List<TrialRow> before = directory.rows();
      place.keep(() -> place.archive().replace(experiment, before));
      written(directory.root());
      try {
        if (settled(before) < spec.trials()) {
          measure(spec, material, directory);
        }
      } finally {
        times.stop();
        RunReport.write(
            spec, material.data(), directory, LocalDate.now(ZoneId.systemDefault()), times);
        written(directory.root());
      }
      List<TrialRow> rows = directory.rows();
      end(Phase.ofEnd(settled(rows), spec.trials()), firstFailure(rows));
    }
  }

  /** What the store has of a run that was begun, maybe by another controller. */
  private Collection<TrialRow> stored() throws ExecutionException, InterruptedException {
    return place.ask(() -> place.archive().trials(experiment.id()).values());
  }

  /** What another controller made of it; its results are in the store row by row. */
  private void bring() throws ExecutionException, InterruptedException {
    place.ask(
        () -> {
          place.copies().bring(experiment.id(), path -> !path.equals(RunDirectory.RESULTS));
          return experiment;
        });
  }

  private void measure(ExperimentSpec spec, Material material, RunDirectory directory)
      throws IOException, RefusedException, ExecutionException, InterruptedException {
    String runId = HexFormat.of().toHexDigits(RANDOM.nextInt());
    Predicate<NodeId> eligible = id -> spec.nodes().isEmpty() || spec.nodes().contains(id);
    try (TrialBench bench = place.benches().open(runId, eligible)) {
      new ExperimentRunner(spec, material, directory, bench, this, runId).run();
    }
  }

  @Override
  public void written(Path below) {
    try {
      place.ask(
          () -> {
            place.copies().give(experiment.id(), below);
            return below;
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // At the latest the next run of it gives what it finds.
    } catch (ExecutionException e) {
      LOG.warn("experimentId={} no copy of its files: {}", experiment.id(), e.toString());
    }
  }

  @Override
  public void progress(String stage, double fraction, String detail) {
    times.at(stage);
    progress = new Progress(stage, fraction, detail);
    place.changed(experiment.id());
  }

  @Override
  public void trialEnded(TrialRow row, int done, int total) {
    try {
      place.keep(() -> place.archive().save(experiment, List.of(row)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // It is in the directory, from where it is read again.
    } catch (ExecutionException e) {
      LOG.warn("experimentId={} trial not stored: {}", experiment.id(), e.toString());
    }
    written(place.runs().of(experiment.id()).resolve(RunDirectory.RESULTS));
    int number = place.archive().number(experiment, row);
    place.listeners().forEach(all -> all.trialEnded(experiment.id(), number, row));
    place.changed(experiment.id());
  }

  @Override
  public void note(String line) {
    LOG.info("experimentId={} {}", experiment.id(), line);
  }

  private void keep(Experiment now) throws ExecutionException, InterruptedException {
    place.keep(() -> place.archive().save(now));
    experiment = now;
    place.changed(now.id());
  }

  private void end(Phase phase, @Nullable String why) {
    Thread.interrupted(); // It ends already.
    progress = null;
    try {
      keep(experiment.ended(phase, why, Instant.now()));
      LOG.info("experimentId={} {}", experiment.id(), phase.text());
    } catch (ExecutionException | InterruptedException e) {
      LOG.error("experimentId={} end as {} not stored", experiment.id(), phase.text(), e);
    }
  }

  private static int settled(List<TrialRow> rows) {
    return (int) rows.stream().filter(TrialRow::isSettled).count();
  }

  private static @Nullable String firstFailure(List<TrialRow> rows) {
    return rows.stream()
        .filter(row -> !row.isSettled())
        .findFirst()
        .map(row -> "seed %d %s: %s".formatted(row.seed(), row.trial().label(), row.reason()))
        .orElse(null);
  }

  private static String reason(Exception failure) {
    Throwable cause = failure instanceof ExecutionException ? failure.getCause() : failure;
    String message = Objects.requireNonNullElse(cause, failure).getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
