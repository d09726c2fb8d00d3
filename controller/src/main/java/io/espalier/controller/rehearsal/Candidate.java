package io.espalier.controller.rehearsal;

import io.espalier.shared.deployment.AccuracyChange;
import java.util.Random;

/**
 * A model with its fault, as nodes experience it.
 *
 * @param fault what is wrong with it
 * @param drop by how much it is less often right
 * @param severity how bad it is, from 0 to 1, where the fault has degrees
 * @param hardware the class on which it is broken, where that is its fault
 * @param seed of the samples on which it differs from the model before
 */
record Candidate(Fault fault, double drop, double severity, String hardware, long seed) {
  private static final double GAINED = 0.02;
  private static final double RIGHT_BEFORE = 0.92;

  static Candidate of(Fault fault, Random random) {
    double drop = fault == Fault.WORSE ? 0.03 : -0.005 + 0.008 * random.nextDouble();
    String hardware = FleetPlan.CLASSES.get(random.nextInt(FleetPlan.CLASSES.size()));
    return new Candidate(fault, drop, random.nextDouble(), hardware, random.nextLong());
  }

  boolean breaks(String on) {
    return fault == Fault.BROKEN_ON_A_CLASS && on.equals(hardware);
  }

  /** How a part of the probe turns out; the same on every node of a class. */
  AccuracyChange change(int part, int samples, String on) {
    Random random = new Random(seed + part);
    double lostShare = fault == Fault.WRONG_ON_A_CLASS && on.equals(hardware) ? 0.3 : GAINED + drop;
    int lost = 0;
    int gained = 0;
    for (int i = 0; i < samples; i++) {
      double u = random.nextDouble();
      lost += u < lostShare ? 1 : 0;
      gained += u >= lostShare && u < lostShare + GAINED ? 1 : 0;
    }
    return new AccuracyChange(samples, lost, gained);
  }

  int correct(AccuracyChange change) {
    return (int) (Math.round(RIGHT_BEFORE * change.samples()) - change.lost() + change.gained());
  }

  double latencyFactor() {
    return fault == Fault.SLOW ? 3 + 3 * severity : 1;
  }

  double memoryFactor() {
    return fault == Fault.HUNGRY ? 1.7 + 1.1 * severity : 1;
  }
}
