package io.espalier.controller.mlflow;

import io.espalier.controller.experiment.TrialRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;

/**
 * Brings the trials of an experiment into a tracking server, a run each, in an experiment of the
 * same name. What is there already stays; a trial that has changed gets a new run, and its old one
 * is deleted, as MLflow does it: it can be restored. Interrupted, it goes on when it is done again.
 */
public final class MlflowExport implements AutoCloseable {
  private static final long PATIENCE_MILLIS = 60_000;

  private final TrackingServer server;
  private final String experiment;
  private final String id;
  private final LongSupplier clock;

  /**
   * What came of it.
   *
   * @param trials how many there are now
   * @param created how many of them are new there
   * @param replaced how many runs were deleted, for their trial has changed or was there twice
   */
  public record Outcome(int trials, int created, int replaced) {}

  private MlflowExport(TrackingServer server, String experiment, String id, LongSupplier clock) {
    this.server = server;
    this.experiment = experiment;
    this.id = id;
    this.clock = clock;
  }

  /**
   * Finds the experiment there, or makes it.
   *
   * @param clock milliseconds since 1970
   * @throws java.io.IOException if there is no tracking server, or it fails
   * @throws io.espalier.compressor.RefusedException if it does not let us
   * @throws java.util.concurrent.TimeoutException if it does not answer
   */
  public static MlflowExport open(MlflowAccess access, String experiment, LongSupplier clock)
      throws Exception {
    return open(access, experiment, clock, PATIENCE_MILLIS);
  }

  static MlflowExport open(
      MlflowAccess access, String experiment, LongSupplier clock, long patienceMillis)
      throws Exception {
    TrackingServer server = new TrackingServer(access, patienceMillis);
    try {
      return new MlflowExport(server, experiment, server.experiment(experiment), clock);
    } catch (Exception e) {
      server.close();
      throw e;
    }
  }

  /**
   * Brings rows there.
   *
   * @throws Exception as {@link #open}
   */
  public Outcome export(List<TrialRow> rows) throws Exception {
    Map<String, List<Run>> there = new HashMap<>();
    for (Run run : server.runs(id, TrialRecord.EXPERIMENT, experiment)) {
      there.computeIfAbsent(tag(run, TrialRecord.TRIAL), key -> new ArrayList<>()).add(run);
    }
    int created = 0;
    int replaced = 0;
    for (TrialRow row : rows) {
      TrialRecord record = TrialRecord.of(experiment, row);
      boolean isThere = false;
      for (Run run : there.getOrDefault(record.key(), List.of())) {
        if (!isThere && tag(run, TrialRecord.CONTENT).equals(record.content())) {
          isThere = true;
          finish(run, record);
        } else {
          server.delete(run.getInfo().getRunId());
          replaced++;
        }
      }
      if (!isThere) {
        create(record);
        created++;
      }
    }
    return new Outcome(rows.size(), created, replaced);
  }

  private void create(TrialRecord record) throws Exception {
    long now = clock.getAsLong();
    String run = server.createRun(id, record.tags(), now);
    server.log(run, record, now);
    server.end(run, record.status(), now);
  }

  /** One that was begun before and not ended. */
  private void finish(Run run, TrialRecord record) throws Exception {
    if (run.getInfo().getStatus() == RunStatus.RUNNING) {
      long begun = run.getInfo().getStartTime();
      server.log(run.getInfo().getRunId(), record, begun);
      server.end(run.getInfo().getRunId(), record.status(), begun);
    }
  }

  private static String tag(Run run, String key) {
    return run.getData().getTagsList().stream()
        .filter(tag -> tag.getKey().equals(key))
        .map(RunTag::getValue)
        .findFirst()
        .orElse("");
  }

  @Override
  public void close() {
    server.close();
  }
}
