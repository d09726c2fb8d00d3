package io.espalier.shared.artifact;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an artifact is for. */
public enum ArtifactKind {
  /** A {@code .tflite} file whose accuracy and latency are of interest. */
  @JsonProperty("model")
  MODEL,
  /** A {@code .tflite} file that turns a model's output into a class. */
  @JsonProperty("head")
  HEAD,
  /** Images of a data set, in IDX format. */
  @JsonProperty("images")
  IMAGES,
  /** Labels of a data set, in IDX format. */
  @JsonProperty("labels")
  LABELS,
  /** Samples that nodes test a model with, see {@link io.espalier.shared.probe.ProbeSet}. */
  @JsonProperty("probe")
  PROBE
}
