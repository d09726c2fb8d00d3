package io.espalier.node.deployment;

import io.espalier.node.artifact.ArtifactCache;
import io.espalier.node.deployment.DeploymentAction.CancelFetch;
import io.espalier.node.deployment.DeploymentAction.Drop;
import io.espalier.node.deployment.DeploymentAction.Fetch;
import io.espalier.node.deployment.DeploymentAction.Report;
import io.espalier.node.deployment.DeploymentAction.Retry;
import io.espalier.node.deployment.DeploymentAction.Serve;
import io.espalier.node.deployment.DeploymentAction.ServeNothing;
import io.espalier.node.deployment.DeploymentAction.Try;
import io.espalier.node.deployment.DeploymentAction.Write;
import io.espalier.node.disk.FlashMeter;
import io.espalier.node.inference.InferenceEngine;
import io.espalier.node.observe.DriftReference;
import io.espalier.node.serve.LiveModel;
import io.espalier.node.telemetry.Stamps;
import io.espalier.node.telemetry.SystemCounters;
import io.espalier.node.telemetry.TelemetrySink;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.fleet.NodeId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Does what a {@link DeploymentMachine} decides, on one thread: it loads, tests and serves there,
 * so that events wait for what they depend on.
 */
public final class Deployer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Deployer.class.getName());
  private static final long TICK_MILLIS = 500;
  private static final long FAREWELL_SECONDS = 5;

  /** More than any probe set takes on the slowest machine; what is not done by then hangs. */
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private static final int HUNG = 70;

  private final DeploymentMachine machine = new DeploymentMachine();
  private final ArtifactCache artifacts;
  private final ArtifactFetcher fetcher;
  private final ModelBench bench;
  private final JournalFile journal;
  private final StateReporter reporter;
  private final ScheduledThreadPoolExecutor thread;
  private final Watchdog watchdog = new Watchdog(LONGEST, Deployer::halt);
  private final RandomGenerator jitter = RandomGenerator.getDefault();

  /** What actions led to, until the actions before have all been done. */
  private final Queue<DeploymentEvent> next = new ArrayDeque<>();

  private boolean journalIsDue;

  /**
   * Whether anybody said what should run; what was fetched before the last end may be part of it.
   */
  private boolean told;

  /**
   * A deployer that does nothing until it is started.
   *
   * @param directory where its journal is
   * @param flash counts what is written there
   * @param counters reads the machine's counters now
   * @param live what it lets models serve by
   * @param references takes what drift is measured against, for each model that serves
   */
  public static Deployer of(
      NodeId node,
      Stamps stamps,
      Path directory,
      FlashMeter flash,
      ArtifactCache artifacts,
      InferenceEngine.Loader engines,
      Supplier<SystemCounters> counters,
      LiveModel live,
      ReportSink reports,
      TelemetrySink telemetry,
      Consumer<DriftReference> references) {
    ModelLoader loader = new ModelLoader(artifacts, engines, counters);
    EvidenceSamples samples = new EvidenceSamples(node, stamps, telemetry);
    return new Deployer(
        artifacts,
        new ModelBench(
            loader,
            new Tester(loader, counters),
            live,
            samples::offer,
            references,
            System::nanoTime),
        new JournalFile(directory, flash),
        new StateReporter(node, stamps, live, reports, System::nanoTime));
  }

  Deployer(ArtifactCache artifacts, ModelBench bench, JournalFile journal, StateReporter reporter) {
    this.artifacts = artifacts;
    this.fetcher = new ArtifactFetcher(artifacts);
    this.bench = bench;
    this.journal = journal;
    this.reporter = reporter;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread deployment = new Thread(task, "deployment");
              deployment.setDaemon(true);
              return deployment;
            });
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Lets the last good model serve, soon and without a connection; returns at once. */
  public void start() {
    later(() -> handle(new DeploymentEvent.Started(journal.read())));
    thread.scheduleWithFixedDelay(
        () -> safely(this::tick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Takes what should run; returns at once.
   *
   * @param desired empty if nobody asks for anything any more
   */
  public void want(Optional<DesiredState> desired) {
    DeploymentEvent event =
        desired
            .<DeploymentEvent>map(DeploymentEvent.Wanted::new)
            .orElseGet(DeploymentEvent.Cleared::new);
    later(
        () -> {
          told = true;
          handle(event);
        });
  }

  /** Says what runs, to a broker that may not know it; returns at once. */
  public void connected() {
    later(this::report);
  }

  /** Ends; what happens to a model that has yet to show that it works is not held against it. */
  @Override
  public void close() {
    CountDownLatch stopped = new CountDownLatch(1);
    later(
        () -> {
          handle(new DeploymentEvent.Stopping());
          stopped.countDown();
        });
    try {
      if (!stopped.await(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "a model is busy: the next start will count this end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    fetcher.close();
    thread.shutdownNow();
  }

  private void handle(DeploymentEvent event) {
    next.add(event);
    while (!next.isEmpty()) {
      DeploymentEvent now = next.remove();
      for (DeploymentAction action : machine.on(now)) {
        perform(action);
      }
    }
  }

  private void perform(DeploymentAction action) {
    if (action instanceof Fetch fetch) {
      hold();
      fetcher.start(fetch.slot(), event -> later(() -> handle(event)), () -> later(this::hold));
    } else if (action instanceof CancelFetch) {
      fetcher.cancel();
      hold();
    } else if (action instanceof Retry retry) {
      retryLater(retry);
    } else if (action instanceof Try attempt) {
      attempt(attempt);
    } else if (action instanceof Drop) {
      bench.drop();
    } else if (action instanceof Serve serve) {
      bench.serve(serve.slot()).ifPresent(next::add);
    } else if (action instanceof ServeNothing) {
      bench.serveNothing();
    } else if (action instanceof Write write) {
      write(write.journal());
    } else if (action instanceof Report) {
      report();
    }
  }

  /** Without a journal nobody would know, after a crash, what led to it. */
  private void attempt(Try attempt) {
    if (journalIsDue) {
      String why = "the journal cannot be written, so the model is not tried";
      next.add(new DeploymentEvent.Failed(attempt.slot().deployment(), why));
    } else {
      next.add(bench.attempt(attempt.slot(), attempt.against()));
    }
  }

  private void write(Journal due) {
    try {
      journal.write(due);
      journalIsDue = false;
    } catch (IOException e) {
      journalIsDue = true;
      LOG.log(System.Logger.Level.ERROR, "journal cannot be written: " + e);
    }
    hold();
  }

  private void retryLater(Retry retry) {
    long delay = jitter.nextLong(retry.delayMillis() / 2, retry.delayMillis() + 1);
    DeploymentEvent due = new DeploymentEvent.RetryDue(retry.deployment());
    thread.schedule(() -> safely(() -> handle(due)), delay, TimeUnit.MILLISECONDS);
  }

  private void tick() {
    DeploymentView view = machine.view();
    if (view.running() != null) {
      if (machine.awaitsGood()) {
        bench.proof(view.running()).ifPresent(this::handle);
      }
      bench.testAgain(view.running()).ifPresent(this::handle);
    }
    reporter.progressed(machine.view(), fetcher.progress());
  }

  private void report() {
    reporter.report(machine.view(), fetcher.progress());
  }

  /** Keeps the files of every model that may be needed, and of those that are half fetched. */
  private void hold() {
    Set<Digest> needed = new HashSet<>();
    machine.needed().forEach(slot -> needed.addAll(slot.artifacts().keySet()));
    artifacts.hold(needed);
    if (told) {
      artifacts.discardUnfinished();
    }
  }

  private void later(Runnable task) {
    try {
      thread.execute(() -> safely(task));
    } catch (RejectedExecutionException e) {
      // The node is closing.
    }
  }

  /** Whatever one event does, the thread stays for the next. */
  private void safely(Runnable task) {
    try {
      watchdog.watch(task);
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "deployment broke", e);
    }
  }

  private static void halt() {
    LOG.log(System.Logger.Level.ERROR, "a model has not returned in " + LONGEST + ": ending");
    Runtime.getRuntime().halt(HUNG);
  }
}
