package io.espalier.controller.trial;

import io.espalier.controller.link.Publishable;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.trial.Judgement;
import io.espalier.shared.trial.RunOptions;
import io.espalier.shared.trial.TrialId;
import io.espalier.shared.trial.TrialRequest;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A trial to be run, on whichever node.
 *
 * @param id which trial
 * @param model what is measured
 * @param head turns its output into a class; absent where the model's own outputs are judged
 * @param images what it is measured on: IDX images, or a probe set where there are no labels
 * @param labels what is right; absent beside a probe set, which has it inside
 * @param judgement how outputs are judged; with a head by top-1
 * @param run how to run it
 */
public record TrialOrder(
    TrialId id,
    Publishable model,
    @Nullable Publishable head,
    Publishable images,
    @Nullable Publishable labels,
    Judgement judgement,
    RunOptions run) {
  /**
   * @throws IllegalArgumentException if a head is to be judged by anything but its classes
   */
  public TrialOrder {
    if (head != null && judgement != Judgement.TOP_1) {
      throw new IllegalArgumentException(
          "trial %s: expected judgement top-1 with a head, found %s"
              .formatted(id, judgement.label()));
    }
  }

  /** One of a model and a head, on labelled images. */
  public TrialOrder(
      TrialId id,
      Publishable model,
      Publishable head,
      Publishable images,
      Publishable labels,
      RunOptions run) {
    this(id, model, head, images, labels, Judgement.TOP_1, run);
  }

  /**
   * One of a model alone.
   *
   * @param probe a {@link io.espalier.shared.probe.ProbeSet}, with what that judgement needs
   */
  public static TrialOrder onProbe(
      TrialId id, Publishable model, Publishable probe, Judgement judgement, RunOptions run) {
    return new TrialOrder(id, model, null, probe, null, judgement, run);
  }

  /** The same with each artifact made another. */
  TrialOrder with(UnaryOperator<Publishable> change) {
    return new TrialOrder(
        id,
        change.apply(model),
        head == null ? null : change.apply(head),
        change.apply(images),
        labels == null ? null : change.apply(labels),
        judgement,
        run);
  }

  /** All that a node must fetch. */
  List<Publishable> artifacts() {
    return Stream.of(model, head, images, labels).filter(Objects::nonNull).toList();
  }

  /** What a node is asked. */
  TrialRequest request(int attempt) {
    return TrialRequest.of(
        id, attempt, model.digest(), digest(head), images.digest(), digest(labels), judgement, run);
  }

  private static @Nullable Digest digest(@Nullable Publishable artifact) {
    return artifact == null ? null : artifact.digest();
  }
}
