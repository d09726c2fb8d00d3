package io.espalier.controller.rehearsal;

/** What is wrong with a model. */
enum Fault {
  /** Nothing: it is as good as the one before, or up to 0.3 points less. */
  NONE,
  /** It is right 3 points less often. */
  WORSE,
  /** It takes 1.5 to 3 times as long as is allowed. */
  SLOW,
  /** It takes the process down on half of the nodes or more. */
  CRASHING,
  /** It needs 1.2 to 2 times the memory that is allowed; some nodes hang. */
  HUNGRY,
  /** It cannot be loaded on one hardware class. */
  BROKEN_ON_A_CLASS,
  /** It gives wrong answers on one hardware class. */
  WRONG_ON_A_CLASS;

  boolean isBad() {
    return this != NONE;
  }
}
