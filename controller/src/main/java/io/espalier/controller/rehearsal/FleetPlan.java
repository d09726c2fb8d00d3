package io.espalier.controller.rehearsal;

import java.util.List;
import java.util.Random;

/** What the nodes of a rehearsal are like; shares of faults are rough, and on the high side. */
final class FleetPlan {
  /** Boards, from many to few. */
  static final List<String> CLASSES = List.of("pi-4", "pi-3", "pi-zero-2");

  private static final double[] CUMULATIVE = {0.65, 0.92, 1.0};
  private static final double AWAY_AT_FIRST = 0.12;
  private static final double NEVER_BACK = 0.4;
  private static final double SLOW_LINE = 0.03;
  private static final double BAD_HARDWARE = 0.01;
  private static final double DISK_FULL = 0.005;
  private static final double FLAKY = 0.004;

  /**
   * A node.
   *
   * @param hardware its class
   * @param online at first
   * @param backAfterMillis when it comes, if it is not; the largest value for never
   * @param lineFactor how much slower its line is
   * @param badHardware whether it is too slow for any model
   * @param diskFull whether it refuses everything
   * @param flaky whether its process crashes once whatever it runs
   */
  record Node(
      String hardware,
      boolean online,
      long backAfterMillis,
      double lineFactor,
      boolean badHardware,
      boolean diskFull,
      boolean flaky) {}

  private FleetPlan() {}

  static Node node(Random random) {
    double kind = random.nextDouble();
    int which = kind < CUMULATIVE[0] ? 0 : kind < CUMULATIVE[1] ? 1 : 2;
    boolean away = random.nextDouble() < AWAY_AT_FIRST;
    boolean never = random.nextDouble() < NEVER_BACK;
    return new Node(
        CLASSES.get(which),
        !away,
        never ? Long.MAX_VALUE : exponential(random, 3_600_000),
        random.nextDouble() < SLOW_LINE ? 30 : 1,
        random.nextDouble() < BAD_HARDWARE,
        random.nextDouble() < DISK_FULL,
        random.nextDouble() < FLAKY);
  }

  static long exponential(Random random, double mean) {
    return (long) (-mean * Math.log(1 - random.nextDouble()));
  }
}
