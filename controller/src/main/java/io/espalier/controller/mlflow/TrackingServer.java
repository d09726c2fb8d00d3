package io.espalier.controller.mlflow;

import io.espalier.compressor.RefusedException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.api.proto.Service.ViewType;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowClientException;
import org.mlflow.tracking.MlflowHttpException;
import org.mlflow.tracking.Page;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

/**
 * What of a tracking server an export needs. The official client waits for ever for one that says
 * nothing, and throws what is no checked exception; here both become one line.
 */
final class TrackingServer implements AutoCloseable {
  private static final int AT_ONCE = 1_000;
  private static final int LONGEST_ANSWER = 200;

  private final URI address;
  private final long patienceMillis;
  private final MlflowClient client;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "mlflow");
            thread.setDaemon(true);
            return thread;
          });

  TrackingServer(MlflowAccess access, long patienceMillis) {
    this.address = access.address();
    this.patienceMillis = patienceMillis;
    this.client =
        new MlflowClient(
            new BasicMlflowHostCreds(
                access.address().toString().replaceAll("/+$", ""),
                access.user(),
                access.password(),
                access.token(),
                false));
  }

  /** The experiment of that name, made if there is none. */
  String experiment(String name) throws Exception {
    Optional<Experiment> found = ask(() -> client.getExperimentByName(name));
    if (found.isEmpty()) {
      return ask(() -> present("experiment", client.createExperiment(name)));
    }
    if (found.get().getLifecycleStage().equals("deleted")) {
      throw new RefusedException(
          "%s: expected experiment %s or none, found a deleted one; restore it there"
              .formatted(address, name));
    }
    return ask(() -> present("experiment", found.get().getExperimentId()));
  }

  /** All runs of an experiment that have a tag. */
  List<Run> runs(String experiment, String tag, String value) throws Exception {
    String filter = "tags.`%s` = '%s'".formatted(tag, value);
    return ask(
        () -> {
          List<Run> all = new ArrayList<>();
          Page<Run> page =
              client.searchRuns(List.of(experiment), filter, ViewType.ACTIVE_ONLY, AT_ONCE);
          page.getItems().forEach(all::add);
          while (page.hasNextPage()) {
            page = page.getNextPage();
            page.getItems().forEach(all::add);
          }
          return all;
        });
  }

  String createRun(String experiment, Map<String, String> tags, long nowMillis) throws Exception {
    CreateRun.Builder request =
        CreateRun.newBuilder().setExperimentId(experiment).setStartTime(nowMillis);
    request.addAllTags(tags(tags));
    return ask(() -> present("run", client.createRun(request.build()).getRunId()));
  }

  /** Logging the same again at the same time changes nothing. */
  void log(String run, TrialRecord record, long timeMillis) throws Exception {
    List<Metric> metrics = new ArrayList<>();
    record
        .metrics()
        .forEach(
            (key, value) ->
                metrics.add(
                    Metric.newBuilder()
                        .setKey(key)
                        .setValue(value)
                        .setTimestamp(timeMillis)
                        .setStep(0)
                        .build()));
    List<Param> parameters = new ArrayList<>();
    record
        .parameters()
        .forEach(
            (key, value) -> parameters.add(Param.newBuilder().setKey(key).setValue(value).build()));
    ask(
        () -> {
          client.logBatch(run, metrics, parameters, tags(record.tags()));
          return run;
        });
  }

  void end(String run, RunStatus status, long timeMillis) throws Exception {
    ask(
        () -> {
          client.setTerminated(run, status, timeMillis);
          return run;
        });
  }

  /** Moves a run to where deleted ones are, from which it can be restored. */
  void delete(String run) throws Exception {
    ask(
        () -> {
          client.deleteRun(run);
          return run;
        });
  }

  private static List<RunTag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> RunTag.newBuilder().setKey(tag.getKey()).setValue(tag.getValue()).build())
        .toList();
  }

  /** A server that is none answers things without what was asked for. */
  private static String present(String what, @Nullable String id) {
    if (id == null || id.isEmpty()) {
      throw new MlflowClientException("an answer without the id of its " + what);
    }
    return id;
  }

  private <T> T ask(Callable<T> question) throws Exception {
    try {
      return worker.submit(question).get(patienceMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new TimeoutException(
          String.format(
              Locale.ROOT,
              "%s: expected an answer within %.1f s, found none",
              address,
              patienceMillis / 1e3));
    } catch (ExecutionException e) {
      throw said(e.getCause());
    }
  }

  private Exception said(@Nullable Throwable failure) {
    if (failure instanceof MlflowHttpException answer) {
      int status = answer.getStatusCode();
      String line =
          "%s: expected to be let write, found %d: %s"
              .formatted(address, status, oneLine(answer.getBodyMessage()));
      return status == 401 || status == 403 || status == 409
          ? new RefusedException(line)
          : new IOException(line.replace("to be let write", "an MLflow server"));
    }
    if (failure instanceof MlflowClientException
        && failure.getCause() instanceof IOException away) {
      return new IOException(
          "%s: expected an MLflow server, found none: %s"
              .formatted(
                  address,
                  oneLine(Objects.requireNonNullElse(away.getMessage(), away.toString()))));
    }
    // The client expects what MLflow answers, and fails in many ways on anything else.
    return new IOException(
        "%s: expected an MLflow server, found something else: %s"
            .formatted(address, oneLine("" + failure)));
  }

  private static String oneLine(@Nullable String text) {
    String line = ("" + text).strip().replaceAll("\\s+", " ");
    return line.length() <= LONGEST_ANSWER ? line : line.substring(0, LONGEST_ANSWER) + "…";
  }

  @Override
  public void close() {
    worker.shutdownNow();
    client.close();
  }
}
