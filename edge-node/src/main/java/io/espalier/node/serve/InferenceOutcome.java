package io.espalier.node.serve;

import io.espalier.shared.artifact.Digest;
import io.espalier.shared.infer.InferenceAnswer;
import org.jspecify.annotations.Nullable;

/** What became of a request, and the answer to it. */
record InferenceOutcome(Status status, InferenceAnswer answer) {
  /** What became of it. */
  enum Status {
    /** The model ran. */
    GOOD,
    /** Its rows do not fit the model. */
    UNFIT,
    /** It has more rows than the node takes at a time. */
    TOO_LARGE,
    /** No model serves. */
    NONE_SERVES,
    /** The model failed. */
    FAILED
  }

  static InferenceOutcome refused(
      Status status, @Nullable String id, @Nullable Digest model, String why) {
    return new InferenceOutcome(status, new InferenceAnswer(id, model, null, null, 0, why));
  }
}
