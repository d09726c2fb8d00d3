package io.espalier.controller.trial;

import io.espalier.controller.link.Publishable;
import io.espalier.shared.trial.RunOptions;
import io.espalier.shared.trial.TrialId;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A trial to be run, on whichever node.
 *
 * @param id which trial
 * @param model what is measured
 * @param head turns its output into a class
 * @param images what it is measured on
 * @param labels what is right
 * @param run how to run it
 */
public record TrialOrder(
    TrialId id,
    Publishable model,
    Publishable head,
    Publishable images,
    Publishable labels,
    RunOptions run) {
  /** The same with each artifact made another. */
  TrialOrder with(UnaryOperator<Publishable> change) {
    return new TrialOrder(
        id,
        change.apply(model),
        change.apply(head),
        change.apply(images),
        change.apply(labels),
        run);
  }

  /** All that a node must fetch. */
  List<Publishable> artifacts() {
    return List.of(model, head, images, labels);
  }
}
