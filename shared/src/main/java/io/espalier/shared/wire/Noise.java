package io.espalier.shared.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds bytes that no context would predict, such as the lower half of a trained weight: to code
 * them as they are costs nothing but a fraction of a bit, and saves most of the time.
 */
final class Noise {
  /** Bits of entropy in a byte from which it counts as noise. */
  private static final double MIN_BITS = 7.85;

  /** With fewer elements than these the entropy cannot be told, and time does not matter. */
  private static final int MIN_ELEMENTS = 4096;

  private Noise() {}

  /** The spans of a file, each with its noise. */
  static List<Span> marked(byte[] file, List<Span> spans) {
    List<Span> marked = new ArrayList<>();
    int from = 0;
    for (Span span : spans) {
      int noise = 0;
      for (int lane = 0; lane < span.kind().size() - 1; lane++) {
        noise |= bits(file, from, span, lane) > MIN_BITS ? 1 << lane : 0;
      }
      marked.add(span.withNoise(noise));
      from += span.length();
    }
    return marked;
  }

  /** The entropy of one byte of the elements that are not zero, in bits. */
  private static double bits(byte[] file, int from, Span span, int lane) {
    int size = span.kind().size();
    int[] counts = new int[256];
    int total = 0;
    for (int at = from; at < from + span.length(); at += size) {
      if (!isZero(file, at, size)) {
        counts[file[at + lane] & 0xff]++;
        total++;
      }
    }
    double bits = 0;
    for (int count : counts) {
      if (count > 0) {
        double share = (double) count / total;
        // The same on every machine, so that the same bytes are always coded in the same way.
        bits -= share * StrictMath.log(share) / StrictMath.log(2);
      }
    }
    return total < MIN_ELEMENTS ? 0 : bits;
  }

  private static boolean isZero(byte[] file, int at, int size) {
    int all = 0;
    for (int i = 0; i < size; i++) {
      all |= file[at + i];
    }
    return all == 0;
  }
}
