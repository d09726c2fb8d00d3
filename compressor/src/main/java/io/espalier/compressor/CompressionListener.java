package io.espalier.compressor;

/** Is told how compression goes. */
@FunctionalInterface
public interface CompressionListener {
  /**
   * Called on the thread that runs the pipeline, at the beginning and end of each stage and, while
   * training, after each batch.
   *
   * @param stage the running stage
   * @param fraction of it done, from 0 to 1
   * @param detail for people: what is being made, or the epoch and the loss
   */
  void progress(Stage stage, double fraction, String detail);
}
