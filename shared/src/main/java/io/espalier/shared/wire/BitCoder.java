package io.espalier.shared.wire;

/**
 * One end of a binary arithmetic coder. Whoever codes bits through it need not know which end it
 * is, so what reads and what writes are one piece of code.
 */
interface BitCoder {
  /** Probabilities are counted in units of 1 / {@value}. */
  int ONE = 1 << 16;

  /**
   * Codes one bit.
   *
   * @param bit the bit; ignored when reading
   * @param probability that it is 1, in 1 … {@link #ONE} − 1
   * @return the bit
   * @throws WireException if the bytes to read are at their end
   */
  int code(int bit, int probability) throws WireException;
}
