package io.espalier.shared.trial;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.shared.artifact.Digest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks a node to measure a model. Asking twice is harmless: a node that is at it goes on, one that
 * is done answers again.
 *
 * <p>A node that knows schema 1 alone reads a request of schema 2 and answers that it does not know
 * it; that is why what schema 2 can do without is not absent there but named twice.
 *
 * @param schema version of this message, {@link #SCHEMA} or {@link #NEWEST}
 * @param id which trial
 * @param attempt 1 for the first time it is asked for, one more for each retry
 * @param model the model to measure
 * @param head turns the model's output into a class; in schema 2 the model again where its own
 *     outputs are judged
 * @param images what to run: IDX format, one byte a feature, scaled to [0, 1] by the node; in
 *     schema 2 a probe set where labels are the same
 * @param labels what is right: IDX format; in schema 2 the images again where that is inside
 * @param run how to run it
 * @param judgement how outputs are judged, from schema 2 on; absent for top-1
 */
public record TrialRequest(
    int schema,
    TrialId id,
    int attempt,
    Digest model,
    Digest head,
    Digest images,
    Digest labels,
    RunOptions run,
    @JsonSetter(nulls = Nulls.SET) @Nullable Judgement judgement) {
  /** The version that every node knows: IDX files, a head, classes. */
  public static final int SCHEMA = 1;

  /** The version that says the rest; written only where it is needed. */
  public static final int NEWEST = 2;

  /** As much of a request as says which it is, whatever else is in it. */
  public record Name(TrialId id, int attempt) {}

  /**
   * @throws IllegalArgumentException for an attempt below 1
   */
  public TrialRequest {
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt: expected at least 1, found " + attempt);
    }
  }

  /** One that is judged by its classes. */
  public TrialRequest(
      int schema,
      TrialId id,
      int attempt,
      Digest model,
      Digest head,
      Digest images,
      Digest labels,
      RunOptions run) {
    this(schema, id, attempt, model, head, images, labels, run, null);
  }

  /**
   * A request of the lowest schema that can say it.
   *
   * @param head absent where the model's own outputs are judged
   * @param samples IDX images, or a probe set if there are no labels
   * @param labels IDX labels; absent beside a probe set
   */
  public static TrialRequest of(
      TrialId id,
      int attempt,
      Digest model,
      @Nullable Digest head,
      Digest samples,
      @Nullable Digest labels,
      Judgement judgement,
      RunOptions run) {
    boolean old = head != null && labels != null && judgement == Judgement.TOP_1;
    return new TrialRequest(
        old ? SCHEMA : NEWEST,
        id,
        attempt,
        model,
        Objects.requireNonNullElse(head, model),
        samples,
        Objects.requireNonNullElse(labels, samples),
        run,
        judgement == Judgement.TOP_1 ? null : judgement);
  }

  /** The head, unless the model's own outputs are judged. */
  public Optional<Digest> ownHead() {
    return schema > SCHEMA && head.equals(model) ? Optional.empty() : Optional.of(head);
  }

  /** Whether what to run, and what is right, is a probe set. */
  @JsonIgnore
  public boolean isOnProbe() {
    return schema > SCHEMA && labels.equals(images);
  }

  /** How outputs are judged. */
  public Judgement judged() {
    return Objects.requireNonNullElse(judgement, Judgement.TOP_1);
  }

  /** All that must be fetched for it, each once. */
  public Set<Digest> artifacts() {
    return new LinkedHashSet<>(List.of(model, head, images, labels));
  }
}
