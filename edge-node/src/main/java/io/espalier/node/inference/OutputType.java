package io.espalier.node.inference;

/** What a model's output is made of. */
public enum OutputType {
  /** Real numbers, maybe stored as quantised bytes: a reconstruction, or one score a class. */
  FLOAT32,
  /** Whole numbers: the class itself. */
  INT32
}
