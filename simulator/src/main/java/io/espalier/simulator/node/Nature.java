package io.espalier.simulator.node;

/**
 * What is wrong with a node.
 *
 * @param slow whether it takes its time over everything
 * @param losing whether its link breaks when chunks come over it
 * @param bad whether its hardware flips bits of what it receives
 */
public record Nature(boolean slow, boolean losing, boolean bad) {
  /** Nothing is. */
  public static final Nature SOUND = new Nature(false, false, false);

  /** How likely the link of a losing node breaks with a chunk or a manifest. */
  static final double BREAKS = 0.3;

  /** How often it breaks in all: a link that always breaks is one of a node that is offline. */
  static final int MOST_BREAKS = 2;

  /** In how many chunks bad hardware flips a bit: fewer than a fetch has patience with. */
  static final int MOST_FLIPS = 3;

  /** What a slow node takes over each message, in milliseconds. */
  static final long SLOW_MILLIS = 500;
}
