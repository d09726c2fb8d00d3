package io.espalier.node.trial;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.node.inference.EngineException;
import io.espalier.node.inference.InferenceEngine;
import io.espalier.shared.trial.Judgement;
import org.jspecify.annotations.Nullable;

/** Passes over samples before each kind of judge. */
record Passes(Judgement judgement) {
  /** What came of one. */
  Verdict verdict(InferenceEngine model, @Nullable InferenceEngine head, Samples set)
      throws TrialException, EngineException {
    return new JudgedPass(model, head, set, judgement).run();
  }

  /** The same of a model alone. */
  Verdict verdict(InferenceEngine model, Samples set) throws TrialException, EngineException {
    return verdict(model, null, set);
  }

  /** Expects that the parts do not fit together. */
  void assertRefused(
      InferenceEngine model, @Nullable InferenceEngine head, Samples set, String why) {
    assertThatThrownBy(() -> verdict(model, head, set))
        .isInstanceOf(TrialException.class)
        .hasMessage(why);
  }
}
