package io.espalier.controller.access;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A bucket for each caller, filled at a steady rate, from which each request takes one. Belongs to
 * one thread.
 */
public final class RateLimit {
  private static final int MOST_CALLERS = 10_000;
  private static final double NANOS = 1e9;

  private final double perSecond;
  private final double most;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MOST_CALLERS;
        }
      };

  private record Bucket(double left, long at) {}

  /**
   * That many requests a second, and as many as two seconds bring at once.
   *
   * @param perSecond more than 0
   */
  public RateLimit(double perSecond) {
    this.perSecond = perSecond;
    this.most = Math.max(1, 2 * perSecond);
  }

  /**
   * Takes one.
   *
   * @param nanos of a clock that only goes forward
   * @return seconds to wait before the next try; 0 if it may go on now
   */
  public int take(String caller, long nanos) {
    Bucket before = buckets.getOrDefault(caller, new Bucket(most, nanos));
    double left = Math.min(most, before.left() + (nanos - before.at()) / NANOS * perSecond);
    boolean allowed = left >= 1;
    buckets.put(caller, new Bucket(allowed ? left - 1 : left, nanos));
    return allowed ? 0 : (int) Math.ceil((1 - left) / perSecond);
  }
}
