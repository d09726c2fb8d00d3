package io.espalier.controller.report;

import java.util.List;

/** Something drawn, with what a page needs around it. */
sealed interface Figure permits ScatterPlot, BarPlot, Histogram {
  /** What it shows. */
  String title();

  /** The drawing as an {@code <svg>} element. */
  String toSvg();

  /** What its colours and markers stand for. */
  List<Key> legend();

  /**
   * A line of a legend.
   *
   * @param colour which colour of the page, 0 to 5
   */
  record Key(String name, int colour, Marker marker) {}

  /** How a point looks, so that series differ without colour too. */
  enum Marker {
    CIRCLE,
    SQUARE,
    TRIANGLE,
    DIAMOND,
    /** Around another marker. */
    RING,
    /** Not a point but a level. */
    DASH
  }
}
