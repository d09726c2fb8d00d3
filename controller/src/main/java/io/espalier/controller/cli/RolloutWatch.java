package io.espalier.controller.cli;

import io.espalier.controller.api.RolloutView;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.rollout.RolloutId;
import io.espalier.controller.rollout.Stage;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for the end of a rollout and says what happens meanwhile. */
final class RolloutWatch {
  private static final long INTERVAL_MILLIS = 1_000;

  /** A controller that is started again is not there for a while. */
  private static final int PATIENCE = 60;

  private final ApiClient client;
  private final PrintWriter err;
  private String said = "";
  private int missed;

  RolloutWatch(ApiClient client, PrintWriter err) {
    this.client = client;
    this.err = err;
  }

  /** Comes back when the rollout is over, or the time; the code says how it ended. */
  int until(RolloutId id, Duration limit, OutputFormat format, PrintWriter out) throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    CountDownLatch never = new CountDownLatch(1);
    Optional<RolloutView> now = look(id);
    while (now.isEmpty() || !now.get().stage().isFinal()) {
      if (System.nanoTime() >= end) {
        err.printf(
            "espalier: rollout %s is not over after %d s; it goes on%n", id, limit.toSeconds());
        err.flush();
        return ExitCode.TIMED_OUT.code();
      }
      boolean woken = never.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
      now = woken ? now : look(id);
    }
    RolloutPrinter.print(now.get(), format, out);
    return code(now.get()).code();
  }

  /** How a rollout that is over ended. */
  static ExitCode code(RolloutView view) {
    if (view.stage() == Stage.HALTED) {
      return ExitCode.GATE_HALTED;
    }
    boolean whole =
        view.stage() == Stage.ROLLED_BACK
            ? view.counts().returning() + view.counts().notReturned() == 0
            : view.stage() == Stage.DONE && view.counts().updated() == view.counts().nodes();
    return whole ? ExitCode.DONE : ExitCode.PARTLY_DONE;
  }

  private Optional<RolloutView> look(RolloutId id) throws Exception {
    try {
      RolloutView view = client.get("/rollouts/" + id, Map.of(), RolloutView.class);
      missed = 0;
      say(view);
      return Optional.of(view);
    } catch (IOException e) {
      missed++;
      if (missed > PATIENCE) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private void say(RolloutView view) {
    String line = RolloutPrinter.line(view);
    if (!line.equals(said)) {
      said = line;
      err.println(line);
      err.flush();
    }
  }
}
