package io.espalier.controller.api;

import java.time.Instant;
import java.util.List;

/**
 * What a node measured over time.
 *
 * @param metric what was measured
 * @param unit of the values
 * @param resolution what the points are made of: {@code raw}, {@code minutes} or {@code hours}
 * @param points in the order of time; where nothing was measured there is none
 */
public record SeriesView(String metric, String unit, String resolution, List<Point> points) {
  /**
   * The values from some moment to the next point's.
   *
   * @param at the moment, by the node's clock
   * @param count how many
   * @param mean of them
   * @param min the least
   * @param max the greatest
   */
  public record Point(Instant at, long count, double mean, double min, double max) {}
}
