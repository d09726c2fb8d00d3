package io.espalier.compressor.train;

/** Is told how training goes. */
@FunctionalInterface
public interface TrainingListener {
  /**
   * Called on the training thread after each batch.
   *
   * @param epoch the running epoch, from 0
   * @param fraction of that epoch done, in (0, 1]
   * @param loss binary cross-entropy per pixel in nats, the mean over a sixteenth of the epoch's
   *     images so far
   */
  void progress(int epoch, double fraction, double loss);
}
