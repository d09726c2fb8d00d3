package io.espalier.controller.load;

/**
 * What a controller is given to store.
 *
 * @param perSecond records, 100 to 1,000,000
 * @param seconds for how long, 4 to 86,400; in the middle the controller is killed
 * @param nodes whose, 1 to 100,000
 * @param connections that speak for them, 1 to 64 and no more than nodes
 */
public record LoadSpec(int perSecond, int seconds, int nodes, int connections) {
  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public LoadSpec {
    require("--rate", perSecond, 100, 1_000_000);
    require("--seconds", seconds, 4, 86_400);
    require("--nodes", nodes, 1, 100_000);
    require("--connections", connections, 1, Math.min(64, nodes));
  }

  static void require(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: expected %d to %d, found %d".formatted(option, least, most, value));
    }
  }
}
