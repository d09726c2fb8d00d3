package io.espalier.controller.footprint;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a Java process is in memory, as the kernel counts it page by page in {@code
 * /proc/PID/smaps}; the three add up to its resident set.
 *
 * @param heap of Java, bytes
 * @param code machine code: compiled methods, and every mapped file (the JVM, libraries, the shared
 *     archive of classes), bytes
 * @param other native memory: metaspace, threads, buffers and whatever libraries allocate, the
 *     model among it, bytes
 */
record ResidentMemory(long heap, long code, long other) {
  private static final Pattern MAPPING =
      Pattern.compile("([0-9a-f]+)-([0-9a-f]+) (\\S{4}) \\S+ \\S+ \\d+ *(.*)");
  private static final Pattern RESIDENT = Pattern.compile("Rss: +(\\d+) kB");
  private static final long KIB = 1_024;

  /** All of it, bytes. */
  long total() {
    return heap + code + other;
  }

  /**
   * Reads it.
   *
   * @param smaps the lines of that file
   * @param heapStart first address of the Java heap
   * @param heapEnd first address behind it
   */
  static ResidentMemory parse(List<String> smaps, long heapStart, long heapEnd) {
    long heap = 0;
    long code = 0;
    long other = 0;
    boolean isHeap = false;
    boolean isCode = false;
    for (String line : smaps) {
      Matcher mapping = MAPPING.matcher(line);
      Matcher resident = RESIDENT.matcher(line);
      if (mapping.matches()) {
        long start = Long.parseUnsignedLong(mapping.group(1), 16);
        isHeap = start >= heapStart && start < heapEnd;
        isCode = mapping.group(3).contains("x") || mapping.group(4).startsWith("/");
      } else if (resident.matches()) {
        long bytes = Long.parseLong(resident.group(1)) * KIB;
        heap += isHeap ? bytes : 0;
        code += !isHeap && isCode ? bytes : 0;
        other += !isHeap && !isCode ? bytes : 0;
      }
    }
    return new ResidentMemory(heap, code, other);
  }
}
