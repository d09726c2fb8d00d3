package io.espalier.simulator;

import io.espalier.simulator.node.Nature;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Which shares of a fleet have what is planted in it; a node may have more than one fault.
 *
 * @param offline says goodbye before the model comes
 * @param slow takes its time over every message
 * @param losing has a link that breaks when chunks come over it
 * @param bad has hardware that flips bits
 */
public record Faults(double offline, double slow, double losing, double bad) {
  /** Nothing is planted. */
  public static final Faults NONE = new Faults(0, 0, 0, 0);

  /**
   * @throws IllegalArgumentException if a share is not one
   */
  public Faults {
    requireShare("offline", offline);
    requireShare("slow", slow);
    requireShare("losing", losing);
    requireShare("bad", bad);
  }

  /** How many of so many nodes are offline. */
  public int offlineOf(int nodes) {
    return count(offline, nodes);
  }

  /** What is wrong with each node; the same seed plants the same. */
  List<Nature> natures(int nodes, long seed) {
    Random random = new Random(seed);
    List<Boolean> areSlow = chosen(slow, nodes, random);
    List<Boolean> areLosing = chosen(losing, nodes, random);
    List<Boolean> areBad = chosen(bad, nodes, random);
    List<Nature> natures = new ArrayList<>(nodes);
    for (int i = 0; i < nodes; i++) {
      natures.add(new Nature(areSlow.get(i), areLosing.get(i), areBad.get(i)));
    }
    return natures;
  }

  /** Whether each node is offline; the same seed plants the same. */
  List<Boolean> offline(int nodes, long seed) {
    return chosen(offline, nodes, new Random(~seed));
  }

  private static List<Boolean> chosen(double share, int nodes, Random random) {
    List<Boolean> chosen = new ArrayList<>(Collections.nCopies(nodes, false));
    for (int i = 0; i < count(share, nodes); i++) {
      chosen.set(i, true);
    }
    Collections.shuffle(chosen, random);
    return chosen;
  }

  private static int count(double share, int nodes) {
    return (int) Math.round(share * nodes);
  }

  private static void requireShare(String what, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "%s: expected a share of 0%% to 100%%, found %s".formatted(what, share));
    }
  }
}
