package io.espalier.node.telemetry;

/**
 * Numbers of records of one epoch.
 *
 * @param epoch of the records
 * @param first of the numbers
 * @param last of the numbers; one before the first if there are none
 */
record SeqRange(long epoch, long first, long last) {
  long count() {
    return last - first + 1;
  }
}
