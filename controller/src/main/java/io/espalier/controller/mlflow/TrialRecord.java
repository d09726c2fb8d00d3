package io.espalier.controller.mlflow;

import io.espalier.controller.experiment.TrialColumn;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.shared.artifact.BuildVersion;
import io.espalier.shared.artifact.Digest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.mlflow.api.proto.Service.RunStatus;

/**
 * A trial as MLflow knows it: what was asked for are parameters, what was measured are metrics, the
 * rest are tags. Pure.
 *
 * @param key names the trial in its experiment
 * @param content changes with anything in its row
 */
record TrialRecord(
    String key,
    String content,
    RunStatus status,
    Map<String, String> parameters,
    Map<String, Double> metrics,
    Map<String, String> tags) {
  /** Marks runs that were made here. */
  static final String EXPERIMENT = "espalier.experiment";

  static final String TRIAL = "espalier.trial";
  static final String CONTENT = "espalier.row";
  private static final String OURS = "espalier.";
  private static final int LONGEST_TAG = 5_000;
  private static final int LONGEST_PARAMETER = 500;

  private static final Set<String> ASKED_FOR =
      Set.of("seed", "method", "sparsity", "precision", "node", "hardware");

  static TrialRecord of(String experiment, TrialRow row) {
    Map<String, String> parameters = new LinkedHashMap<>();
    Map<String, Double> metrics = new LinkedHashMap<>();
    String name = "%s seed %d".formatted(row.trial().label(), row.seed());
    BuildVersion build = BuildVersion.current();
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("mlflow.runName", name);
    tags.put("mlflow.source.name", "espalier");
    tags.put("mlflow.source.type", "JOB");
    tags.put("mlflow.source.git.commit", build.commit());
    tags.put(OURS + "version", build.version());
    tags.put(EXPERIMENT, experiment);
    tags.put(TRIAL, name);
    StringBuilder all = new StringBuilder();
    for (TrialColumn column : TrialColumn.all()) {
      Object value = column.of(row);
      if (value == null) {
        continue;
      }
      all.append(column.name()).append('=').append(value).append('\n');
      if (ASKED_FOR.contains(column.name())) {
        parameters.put(column.name(), shortened(value.toString(), LONGEST_PARAMETER));
      } else if (column.type() == TrialColumn.Type.TEXT) {
        tags.put(OURS + column.name(), shortened(value.toString(), LONGEST_TAG));
      } else if (Double.isFinite(((Number) value).doubleValue())) {
        metrics.put(column.name(), ((Number) value).doubleValue());
      }
    }
    // Of what there is: a newer build may know columns that nothing of it is in.
    String content = Digest.of(all.toString().getBytes(StandardCharsets.UTF_8)).hex();
    tags.put(CONTENT, content);
    return new TrialRecord(name, content, status(row), parameters, metrics, tags);
  }

  private static RunStatus status(TrialRow row) {
    return switch (row.status()) {
      case OK, NOT_DELEGATED -> RunStatus.FINISHED;
      case FAILED -> RunStatus.FAILED;
      case DROPPED -> RunStatus.KILLED;
    };
  }

  private static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }
}
