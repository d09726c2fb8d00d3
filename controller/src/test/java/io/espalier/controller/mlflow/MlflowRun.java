package io.espalier.controller.mlflow;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A run as {@link MlflowDouble} keeps it. */
public final class MlflowRun {
  private final String id;
  private final String experiment;
  private final long begun;
  private final Map<String, String> params = new TreeMap<>();
  private final Map<String, String> tags = new TreeMap<>();
  private final Map<String, Double> latest = new TreeMap<>();
  private final Set<String> metrics = new TreeSet<>();
  private String status = "RUNNING";
  private boolean deleted;

  MlflowRun(String id, String experiment, long begun) {
    this.id = id;
    this.experiment = experiment;
    this.begun = begun;
  }

  String experiment() {
    return experiment;
  }

  /** What was asked for. */
  public Map<String, String> params() {
    return params;
  }

  /** What else is known. */
  public Map<String, String> tags() {
    return tags;
  }

  /** What was measured, the last of each. */
  public Map<String, Double> latest() {
    return latest;
  }

  /** Every different value of every metric. */
  Set<String> metrics() {
    return metrics;
  }

  /** How it ended. */
  public String status() {
    return status;
  }

  void status(String now) {
    status = now;
  }

  boolean isDeleted() {
    return deleted;
  }

  void delete() {
    deleted = true;
  }

  ObjectNode toJson(ObjectMapper json) {
    ObjectNode run = json.createObjectNode();
    run.putObject("info")
        .put("run_id", id)
        .put("run_uuid", id)
        .put("experiment_id", experiment)
        .put("status", status)
        .put("start_time", begun)
        .put("lifecycle_stage", deleted ? "deleted" : "active")
        .put("artifact_uri", "mlflow-artifacts:/" + experiment + "/" + id);
    ArrayNode all = run.putObject("data").putArray("tags");
    tags.forEach((key, value) -> all.addObject().put("key", key).put("value", value));
    return run;
  }
}
