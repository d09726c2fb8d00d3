package io.espalier.compressor;

import io.espalier.compressor.prune.Sparsity;

/** What a compression is to reach by pruning. */
public sealed interface Target {
  /** That share of all links pruned. */
  record Links(Sparsity sparsity) implements Target {}

  /**
   * As few links pruned as make the file small enough.
   *
   * @param wireBytes size as it is sent to nodes, at least 1
   */
  record Bytes(long wireBytes) implements Target {
    /**
     * @throws IllegalArgumentException if the size is below 1
     */
    public Bytes {
      if (wireBytes < 1) {
        throw new IllegalArgumentException("bytes: expected at least 1, found " + wireBytes);
      }
    }
  }

  /**
   * As few links pruned as make the model fast enough, on this machine.
   *
   * @param micros median time of one inference in µs, above 0
   */
  record Latency(double micros) implements Target {
    /**
     * @throws IllegalArgumentException if the time is not above 0
     */
    public Latency {
      if (!(micros > 0)) {
        throw new IllegalArgumentException("latency: expected a time above 0 µs, found " + micros);
      }
    }
  }

  /**
   * As many links pruned as accuracy allows.
   *
   * @param share of labelled samples that may be lost, 0 to 1: 0.005 is half a point
   */
  record AccuracyDrop(double share) implements Target {
    /**
     * @throws IllegalArgumentException if the share is out of range
     */
    public AccuracyDrop {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("accuracy drop: expected 0 to 1, found " + share);
      }
    }
  }
}
