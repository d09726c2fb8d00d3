package io.espalier.node.trial;

/** Looks at what a model makes of samples, one after the other, and says how good that was. */
interface Judge {
  /**
   * Looks at one.
   *
   * @param i which sample
   * @param input that sample
   * @param output what the model made of it
   * @throws TrialException if that cannot be judged
   */
  void look(int i, Row input, Row output) throws TrialException;

  /** How good all were that it has seen. */
  Verdict verdict();

  /**
   * A row of several in one array.
   *
   * @param all their values
   * @param from where it begins
   * @param width how many are its own
   */
  @SuppressWarnings("ArrayRecordComponent") // A view, which lives as long as the array.
  record Row(float[] all, int from, int width) {
    float at(int k) {
      return all[from + k];
    }

    /** The place of the largest value; of equal ones the first. */
    int largest() {
      int largest = 0;
      for (int k = 1; k < width; k++) {
        if (at(k) > at(largest)) {
          largest = k;
        }
      }
      return largest;
    }

    /**
     * Refuses numbers that nothing can be computed with.
     *
     * @param i of which sample it is
     */
    void requireFinite(int i) throws TrialException {
      for (int k = 0; k < width; k++) {
        if (!Float.isFinite(at(k))) {
          throw new TrialException(
              "model, sample %d: expected finite outputs, found %s".formatted(i, at(k)));
        }
      }
    }
  }
}
