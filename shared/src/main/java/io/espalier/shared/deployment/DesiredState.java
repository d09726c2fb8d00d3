package io.espalier.shared.deployment;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.shared.artifact.ArtifactKind;
import io.espalier.shared.artifact.Digest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What should run on a node; retained, and the only truth: a node that was away goes straight to
 * the newest, whatever it missed.
 *
 * @param schema version of this message, {@link #SCHEMA}
 * @param deployment which attempt this is; a node tries each once
 * @param model the model that should serve
 * @param head turns the model's output into a class; absent where the output is one row of scores
 *     by class, or no class at all
 * @param probe what the node tests the model with; absent for none
 * @param threads of the interpreter, 1 to 64
 * @param acceptance when the node keeps the model and when it falls back
 */
public record DesiredState(
    int schema,
    DeploymentId deployment,
    Digest model,
    @JsonSetter(nulls = Nulls.SET) @Nullable Digest head,
    @JsonSetter(nulls = Nulls.SET) @Nullable Probe probe,
    int threads,
    Acceptance acceptance) {
  /** The version of this message that this build writes. */
  public static final int SCHEMA = 1;

  private static final int MOST_THREADS = 64;

  /**
   * @throws IllegalArgumentException for a schema that this build does not know, or threads out of
   *     range
   */
  public DesiredState {
    if (schema != SCHEMA) {
      throw new IllegalArgumentException(
          "desired state schema: expected " + SCHEMA + ", found " + schema);
    }
    if (threads < 1 || threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          "threads: expected 1 to %d, found %d".formatted(MOST_THREADS, threads));
    }
  }

  /** What it needs on the node, and what for; the model first. */
  public Map<Digest, ArtifactKind> artifacts() {
    Map<Digest, ArtifactKind> needed = new LinkedHashMap<>();
    needed.put(model, ArtifactKind.MODEL);
    if (head != null) {
      needed.put(head, ArtifactKind.HEAD);
    }
    if (probe != null) {
      needed.put(probe.samples(), ArtifactKind.PROBE);
    }
    return needed;
  }
}
