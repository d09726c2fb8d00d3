package io.espalier.controller.cli;

import io.espalier.controller.api.ExperimentView;
import io.espalier.controller.api.TrialView;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.client.ApiException;
import io.espalier.controller.experiment.ExperimentId;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.controller.lab.Phase;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits for the end of an experiment, and says meanwhile how it gets on. */
final class ExperimentWatch {
  private static final long INTERVAL_MILLIS = 250;

  /** A controller that is started again is away for some seconds. */
  private static final int PATIENCE = 240;

  private final ApiClient client;
  private final ExperimentId id;
  private final ConsoleProgress progress;
  private final Ended ended;
  private @Nullable Map<Integer, TrialRow> seen;
  private ExperimentView.@Nullable Counts counted;
  private Phase phase = Phase.QUEUED;
  private int queued;
  private int missed;
  private int done;
  private int told;

  /** Whoever comes first is in line for a moment, too. */
  private static final int WORTH_SAYING = 8;

  /** Something that is done whenever trials have ended. */
  @FunctionalInterface
  interface Ended {
    void act() throws IOException, InterruptedException, ApiException;
  }

  ExperimentWatch(ApiClient client, ExperimentId id, ConsoleProgress progress, Ended ended) {
    this.client = client;
    this.id = id;
    this.progress = progress;
    this.ended = ended;
  }

  /** Comes back when it is over, with all that it is then. */
  ExperimentView untilOver() throws IOException, InterruptedException, ApiException {
    CountDownLatch never = new CountDownLatch(1);
    while (!look()) {
      if (never.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("nobody counts it down");
      }
    }
    ExperimentView whole = client.get("/experiments/" + id, Map.of(), ExperimentView.class);
    if (told == 0 && whole.state() == Phase.DONE) {
      progress.note(
          "all " + whole.counts().trials() + " trials were measured before; nothing to run");
    }
    return whole;
  }

  /** A controller that is away, at whichever question, may come back. */
  private boolean look() throws IOException, InterruptedException, ApiException {
    try {
      boolean isOver = lookOnce();
      missed = 0;
      return isOver;
    } catch (IOException e) {
      missed++;
      if (missed > PATIENCE) {
        throw e;
      }
      return false;
    }
  }

  private boolean lookOnce() throws IOException, InterruptedException, ApiException {
    ExperimentView now =
        client.get("/experiments/" + id, Map.of("trials", "false"), ExperimentView.class);
    phase = now.state();
    if (phase == Phase.QUEUED && ++queued == WORTH_SAYING) {
      progress.note("experiment " + id + " waits for the one before it");
    }
    if (now.progress() != null) {
      progress.progress(now.progress().stage(), now.progress().fraction(), now.progress().detail());
    }
    boolean begun = now.progress() != null || phase.isFinal();
    if (begun && !now.counts().equals(counted)) {
      sayWhatEnded();
      counted = now.counts();
    }
    return phase.isFinal();
  }

  /** What had ended when it was begun was said by whoever began it before. */
  private void sayWhatEnded() throws IOException, InterruptedException, ApiException {
    ExperimentView whole = client.get("/experiments/" + id, Map.of(), ExperimentView.class);
    Map<Integer, TrialRow> now = new TreeMap<>();
    for (TrialView trial : Objects.requireNonNullElse(whole.trials(), List.<TrialView>of())) {
      if (trial.result() != null) {
        now.put(trial.number(), trial.result());
      }
    }
    Map<Integer, TrialRow> before = seen;
    if (before == null) {
      done = whole.counts().settled();
    } else {
      now.forEach(
          (number, row) -> {
            if (!row.equals(before.get(number))) {
              progress.trialEnded(row, ++done, whole.counts().trials());
              told++;
            }
          });
    }
    seen = now;
    ended.act();
  }
}
