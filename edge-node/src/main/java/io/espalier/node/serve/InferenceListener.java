package io.espalier.node.serve;

/** Hears of each good inference, in their order, while the model is held: it must be quick. */
@FunctionalInterface
public interface InferenceListener {
  /** One row went through a model. */
  void inferred(LiveInference inference);
}
