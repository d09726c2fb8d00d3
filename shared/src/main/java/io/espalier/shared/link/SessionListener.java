package io.espalier.shared.link;

/** Hears of each connection, once it is made and all subscriptions are in place. */
@FunctionalInterface
public interface SessionListener {
  /**
   * Connected. What it throws is logged.
   *
   * @param resumed whether the broker still had the session; if not, it may have lost what it
   *     retained too
   */
  void connected(boolean resumed);
}
